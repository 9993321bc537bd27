"""The acoustic graph's controls do what they say, and its frames add up."""

import unittest

import torch

from sotto_voice.alphabet import SYMBOLS
from sotto_voice.checkpoint import new_acoustic
from sotto_voice.export import acoustic_graph
from sotto_voice.network import smooth
from sotto_voice.synthesis import HOP_SAMPLES, SAMPLE_RATE_HZ

ENGLISH = SYMBOLS['en']
TOKENS = [0, ENGLISH['h'], ENGLISH['ə'], ENGLISH['l'], ENGLISH['ˈ'], ENGLISH['O'], SYMBOLS['any']['.'], 0]


class AcousticGraphTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        network = new_acoustic().eval()
        torch.nn.init.normal_(network.duration_out.weight, std=0.05)
        self.graph = acoustic_graph(network)
        self.style = network.style_vector(torch.tensor([0]), torch.tensor([0])).detach()

    def say(self, tokens: list[int] | None = None, pauses: dict[int, float] | None = None, **controls: float) -> tuple:
        ids = torch.tensor([tokens or TOKENS * 3])
        pause_frames = -torch.ones(ids.shape)
        for place, frames in (pauses or {}).items():
            pause_frames[0, place] = frames
        values = {'length_scale': 1.0, 'pitch': 0.0, 'f0_range': 1.0, 'energy': 0.0, 'noise_scale': 0.0, **controls}
        with torch.no_grad():
            return self.graph(
                ids, self.style, **{k: torch.tensor([v]) for k, v in values.items()}, pause_frames=pause_frames
            )

    def test_frames_are_the_sum_of_the_durations(self) -> None:
        features, f0, level, durations = self.say()
        self.assertEqual(features.shape, (1, int(durations.sum()), 84))
        self.assertEqual(f0.shape, level.shape)
        self.assertEqual(f0.shape[1], features.shape[1])

    def test_stress_lasts_no_time_and_sounds_some(self) -> None:
        durations = self.say()[3][0, :8]
        self.assertEqual(int(durations[4]), 0)
        self.assertTrue(bool((durations[[1, 2, 3, 5]] >= 1).all()))

    def test_length_scale_doubles_the_time(self) -> None:
        once, twice = self.say()[3], self.say(length_scale=2.0)[3]
        self.assertAlmostEqual(float(twice.sum()), 2 * float(once.sum()), delta=1.0)

    def test_a_pause_replaces_the_tokens_own_time(self) -> None:
        durations = self.say(pauses={4: 7.0, 6: 40.0})[3][0]
        self.assertEqual(int(durations[4]), 7)
        self.assertEqual(int(durations[6]), 40)

    def test_pitch_moves_f0_by_semitones(self) -> None:
        plain, octave = self.say()[1], self.say(pitch=12.0)[1]
        self.assertLess(float((octave / plain - 2).abs().max()), 1e-3)

    def test_range_zero_is_a_monotone_at_the_voices_mean(self) -> None:
        flat = self.say(f0_range=0.0)[1]
        mean = torch.exp(self.graph.network.mean_log_f0(self.style[:, 128:]))
        self.assertLess(float((flat / mean - 1).abs().max()), 1e-3)

    def test_energy_raises_every_band_and_high_ones_most(self) -> None:
        louder = (self.say(energy=6.0)[0] - self.say()[0])[0, :, :80].mean(0)
        self.assertTrue(bool((louder > 0.3).all()))
        self.assertGreater(float(louder[70]), float(louder[5]))

    def test_noise_scale_varies_and_repeats(self) -> None:
        first, second = self.say(noise_scale=1.0)[1], self.say(noise_scale=1.0)[1]
        self.assertTrue(torch.equal(first, second))
        self.assertFalse(first.shape == self.say()[1].shape and torch.equal(first, self.say()[1]))

    def test_phase_runs_on_exactly(self) -> None:
        features, f0, _, _ = self.say(tokens=TOKENS * 30)
        cycles = f0[0].double() * HOP_SAMPLES / SAMPLE_RATE_HZ
        wanted = (torch.cumsum(cycles, 0) - cycles) % 1.0
        difference = (features[0, :, 82].double() - wanted + 0.5) % 1.0 - 0.5
        self.assertLess(float(difference.abs().max()), 1e-6)


class SmoothTest(unittest.TestCase):
    def test_constant_stays(self) -> None:
        self.assertTrue(torch.allclose(smooth(torch.full((1, 9), 3.0), 2), torch.full((1, 9), 3.0)))


if __name__ == '__main__':
    unittest.main()
