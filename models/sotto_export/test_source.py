"""The source says the same twice, follows F0, and is noise where there is none."""

import unittest

import numpy as np
import torch

from sotto_export.source import HARMONICS, NOISE_FRAMES, SAMPLE_RATE_HZ, UNVOICED_NOISE, HarmonicSource

HOP = 300
FULL, NONE = torch.ones(1), torch.zeros(1)


class SourceTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.source = HarmonicSource(HOP)

    def say(self, f0: torch.Tensor, noise_scale: torch.Tensor) -> np.ndarray:
        with torch.no_grad():
            return self.source(f0[None], noise_scale).flatten().numpy()

    def test_the_same_input_gives_the_same_output(self) -> None:
        f0 = torch.linspace(0, 300, 50)
        np.testing.assert_array_equal(self.say(f0, FULL), self.say(f0, FULL))
        torch.manual_seed(99)
        again = HarmonicSource(HOP)
        again.load_state_dict(self.source.state_dict())
        self.source = again
        np.testing.assert_array_equal(self.say(f0, FULL), self.say(f0, FULL))

    def test_sines_are_those_of_a_steady_pitch(self) -> None:
        f0 = torch.full((1, 40), 150.0)
        with torch.no_grad():
            first = self.source.sines(f0)[0].flatten().numpy()
        # The first half frame stands still, and the middle of the first frame has one frame of phase behind it.
        time = np.arange(HOP // 2, 39 * HOP) + 0.5
        expected = np.sin(2 * np.pi * 150 / SAMPLE_RATE_HZ * (time + HOP / 2))
        self.assertLess(np.abs(first[HOP // 2 : 39 * HOP] - expected).max(), 1e-4)

    def test_a_long_utterance_keeps_its_phase(self) -> None:
        f0 = torch.from_numpy(np.random.default_rng(0).uniform(100, 300, (1, 4000))).float()
        with torch.no_grad():
            found = self.source.sines(f0)[HARMONICS - 1, -1, HOP // 2].item()
        cycles = np.cumsum(f0[0].numpy().astype(np.float64) * HARMONICS * HOP / SAMPLE_RATE_HZ)[-1]
        self.assertAlmostEqual(found, np.sin(2 * np.pi * cycles), places=6)

    def test_unvoiced_is_noise_of_the_models_level(self) -> None:
        self.source.l_linear.bias.data.zero_()
        noise = self.say(torch.zeros(NOISE_FRAMES), FULL)
        level = UNVOICED_NOISE * float(self.source.l_linear.weight.norm())
        self.assertAlmostEqual(noise.std() / level, 1, delta=0.02)
        self.assertEqual(np.abs(self.say(torch.zeros(10), NONE)).max(), 0)

    def test_the_noise_repeats_after_its_table(self) -> None:
        noise = self.say(torch.zeros(NOISE_FRAMES + 3), FULL)
        np.testing.assert_array_equal(noise[: 3 * HOP], noise[NOISE_FRAMES * HOP :])


if __name__ == '__main__':
    unittest.main()
