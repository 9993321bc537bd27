import unittest

import numpy as np

from . import alphabet, metrics, report, tone_classifier
from .metrics import Spoken


def spoken(durations, f0=120.0, tokens=(0, 50, 51, 0)):
    frames = int(sum(durations))
    stream = np.random.default_rng(1)
    wave = stream.standard_normal(frames * 300).astype(np.float32) * 0.1
    return Spoken(np.array(tokens), np.array(durations, float), np.full(frames, f0), np.ones(frames), wave)


class MetricsTest(unittest.TestCase):
    def test_a_thing_equals_itself(self):
        one = spoken([4, 10, 12, 4])
        self.assertEqual(metrics.mel_distance_db(one, one), 0)
        self.assertEqual(np.abs(metrics.f0_differences(one, one)[0]).max(), 0)
        self.assertEqual(np.abs(metrics.duration_differences_ms(one, one)).max(), 0)

    def test_an_octave_is_1200_cents_and_a_frame_12_5_ms(self):
        teacher, student = spoken([4, 10, 12, 4]), spoken([4, 11, 12, 4], f0=240.0)
        np.testing.assert_allclose(metrics.f0_differences(teacher, student)[0], 1200)
        np.testing.assert_allclose(metrics.duration_differences_ms(teacher, student), [12.5, 0])

    def test_only_common_tokens_are_compared(self):
        teacher, student = spoken([4, 10, 12, 4]), spoken([4, 5, 12, 4], tokens=(0, 99, 51, 0))
        np.testing.assert_allclose(metrics.duration_differences_ms(teacher, student), [0])

    def test_tilt_of_white_noise_is_flat(self):
        wave = np.random.default_rng(2).standard_normal(48000)
        self.assertAlmostEqual(metrics.spectral_tilt_db_per_octave(wave), 0, delta=0.3)
        self.assertAlmostEqual(metrics.crest_factor_db(np.sin(np.arange(48000) / 10)), 3.01, delta=0.01)


class ReportTest(unittest.TestCase):
    def row(self, student, teacher=10, style='neutral'):
        return {'voice': 'en_x', 'style': style, 'words': 100, 'wordErrors': {'student': student, 'teacher': teacher}, 'windowError': 0.0}

    def test_bars(self):
        self.assertEqual(report.missed_bars([self.row(11), self.row(30, style='whisper')]), [])
        self.assertEqual(len(report.missed_bars([self.row(14)])), 2)
        self.assertEqual(len(report.missed_bars([self.row(13), self.row(5)])), 0)

    def test_tones_and_windows_have_bars(self):
        row = {'voice': 'zh_x', 'style': 'calm', 'toneAccuracy': 0.8, 'windowError': 0.1}
        self.assertEqual(len(report.missed_bars([row])), 2)


class ToneClassifierTest(unittest.TestCase):
    def test_shapes_are_told_apart(self):
        stream = np.random.default_rng(3)
        line = np.linspace(-1, 1, tone_classifier.POINTS)
        shapes = {1: 0 * line + 3, 2: 4 * line, 3: 0 * line - 5, 4: -4 * line}
        items = [
            tone_classifier.Contour(tone, shape + stream.normal(0, 1, len(line)))
            for tone, shape in shapes.items()
            for _ in range(30)
        ]
        self.assertGreater(tone_classifier.accuracy(items[::2], items[1::2]), 0.95)

    def test_contours_are_found_by_their_tone_marks(self):
        zh = alphabet.SYMBOLS['zh']
        tokens = np.array([0, zh['m'], zh['a'], zh['→'], zh['m'], zh['a'], 0])
        found = tone_classifier.contours(tokens, np.array([2, 3, 6, 0, 3, 6, 2]), np.full(22, 200.0), np.ones(22))
        self.assertEqual([c.tone for c in found], [1])
        np.testing.assert_allclose(found[0].semitones, 0, atol=1e-9)


if __name__ == '__main__':
    unittest.main()
