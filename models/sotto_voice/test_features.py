import unittest

import numpy as np

from . import features


class FeaturesTest(unittest.TestCase):
    def test_a_frame_for_every_hop(self):
        self.assertEqual(features.log_mel(np.zeros(300 * 7)).shape, (7, features.MEL_BANDS))

    def test_silence_is_the_floor(self):
        np.testing.assert_allclose(features.log_mel(np.zeros(3000)), np.log(features.MEL_FLOOR), atol=1e-5)

    def test_a_sine_peaks_in_its_band(self):
        wave = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(24000) / 24000)
        band = int(features.log_mel(wave)[40].argmax())
        centre = int((features.mel_filters()[:, round(1000 / 12000 * 1024)]).argmax())
        self.assertEqual(band, centre)

    def test_frames_are_centred_on_their_hop(self):
        wave = np.zeros(300 * 9)
        wave[300 * 4 + 150] = 1
        self.assertEqual(int(features.log_mel(wave).sum(axis=1).argmax()), 4)

    def test_smoothing_stays_inside_a_stretch(self):
        values = np.array([100.0] * 20 + [0.0] * 5 + [200.0] * 20)
        smooth = features.smooth_inside(values, values > 0, 9)
        np.testing.assert_allclose(smooth[:20], 100)
        np.testing.assert_allclose(smooth[25:], 200)
        self.assertTrue(100 < smooth[22] < 200)

    def test_loudness_of_the_standard_tone(self):
        tone = np.sin(2 * np.pi * 997 * np.arange(24000 * 2) / 24000)
        self.assertAlmostEqual(features.loudness_lufs(tone), -3.01, delta=0.1)


if __name__ == '__main__':
    unittest.main()
