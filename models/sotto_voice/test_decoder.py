"""The decoder's promises: windows equal the whole, transforms agree, pulses have the pitch that is asked for."""

import unittest

import numpy as np
import torch

from sotto_voice import excitation
from sotto_voice.batches import decoder_features
from sotto_voice.checkpoint import new_decoder
from sotto_voice.decoder import CONTEXT_FRAMES
from sotto_voice.features import HOP_SAMPLES, SAMPLE_RATE_HZ, log_mel


def speech_like(frames: int, seed: int = 1) -> torch.Tensor:
    """Features [1, frames, 84] with moving pitch, voicing that comes and goes, and a rough mel."""
    rng = np.random.default_rng(seed)
    mel = rng.normal(-2, 1, (frames, 80))
    f0 = 140 + 40 * np.sin(np.arange(frames) / 11)
    voicing = (np.arange(frames) % 37 > 9).astype(float)
    return torch.from_numpy(decoder_features(mel, f0, voicing, 0, 0.0))[None]


class DecoderTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.decoder = new_decoder().eval()
        for block in self.decoder.blocks:
            torch.nn.init.normal_(block.out.weight, std=0.1)
        torch.nn.init.normal_(self.decoder.out.weight, std=0.05)

    def decode(self, features: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            return self.decoder(features)[0]

    def test_windows_with_context_equal_the_whole(self) -> None:
        features = speech_like(300)
        whole = self.decode(features)
        for start, end in ((0, 16), (16, 48), (48, 170), (170, 300)):
            first, last = max(0, start - CONTEXT_FRAMES), min(300, end + CONTEXT_FRAMES)
            window = self.decode(features[:, first:last])
            inner = window[(start - first) * HOP_SAMPLES : (end - first) * HOP_SAMPLES]
            worst = (inner - whole[start * HOP_SAMPLES : end * HOP_SAMPLES]).abs().max()
            self.assertLess(float(worst), 1e-5)

    def test_matrix_transforms_equal_the_fast_ones(self) -> None:
        features = speech_like(60)
        fast = self.decode(features)
        self.decoder.matrix_transforms = True
        self.assertLess(float((self.decode(features) - fast).abs().max()), 1e-4 * float(fast.abs().max()) + 1e-6)

    def test_before_training_the_mel_comes_back_roughly(self) -> None:
        decoder = new_decoder().eval()
        noise = np.random.default_rng(2).normal(0, 0.1, 60 * HOP_SAMPLES).astype(np.float32)
        mel = log_mel(noise)
        features = decoder_features(mel, np.full(60, 120.0), np.zeros(60), 0, 0.0)
        decoder.out.bias.data.zero_()
        with torch.no_grad():
            again = log_mel(decoder(torch.from_numpy(features)[None])[0].numpy())
        self.assertLess(abs(float((again - mel)[5:-5, 10:].mean())), 0.3)


class PulseTrainTest(unittest.TestCase):
    def test_unit_power_and_pitch(self) -> None:
        f0 = np.full(400, 200.0)
        features = torch.from_numpy(decoder_features(np.zeros((400, 80)), f0, np.ones(400), 0, 0.3))[None]
        pulses = excitation.pulse_train(features[..., 80], features[..., 81], features[..., 82]).flatten().numpy()
        self.assertAlmostEqual(float((pulses**2).mean()), 1.0, delta=0.05)
        period = SAMPLE_RATE_HZ // 200
        self.assertGreater(np.corrcoef(pulses[:-period], pulses[period:])[0, 1], 0.99)


if __name__ == '__main__':
    unittest.main()
