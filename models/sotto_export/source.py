"""The harmonic source: sines at multiples of F0 and noise, merged into one signal. The same input, the same output.

As the published modules have it, with two things fixed that are random there: the first phase (which never reached
the output, because it is set on a sample that the resampling skips) and the noise.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor, nn

from .prosody import VOICED_ABOVE_HZ

SAMPLE_RATE_HZ = 24000
HARMONICS = 9
SINE_AMPLITUDE = 0.1
VOICED_NOISE = 0.003
UNVOICED_NOISE = SINE_AMPLITUDE / 3
NOISE_SEED = 1
NOISE_FRAMES = 256


class HarmonicSource(nn.Module):
    """
    f0 [1, F] in Hz, noise_scale [1] -> float64 [1, 1, F * hop].

    In double precision, because phases of an utterance add up, and because the spectrum's phases jump by 2π at a cut: in
    single precision, rounding alone takes some of them across it, in one runtime and not in another. The noise is a table of 256 frames (3.2 s at a hop of 300), repeated; `noise_scale` 1 is the models' own amount.
    """

    def __init__(self, hop_samples: int) -> None:
        super().__init__()
        self.hop_samples = hop_samples
        self.l_linear = nn.Linear(HARMONICS, 1)
        noise = np.random.default_rng(NOISE_SEED).standard_normal((NOISE_FRAMES, hop_samples))
        self.register_buffer('noise', torch.from_numpy(noise.astype(np.float32)), persistent=False)
        # Where a sample lies between the middle of its frame and that of the one before (-) or after (+), in frames.
        offset = (torch.arange(hop_samples, dtype=torch.float64) + 0.5) / hop_samples - 0.5
        self.register_buffer('before_middle', torch.clamp(offset, max=0), persistent=False)
        self.register_buffer('after_middle', torch.clamp(offset, min=0), persistent=False)

    def forward(self, f0: Tensor, noise_scale: Tensor) -> Tensor:
        voiced = (f0 > VOICED_ABOVE_HZ).double()[0, :, None]
        weights = self.l_linear.weight.double()
        tones = (weights @ self.sines(f0).flatten(1)).view(-1, self.hop_samples) * SINE_AMPLITUDE * voiced
        # The models add independent noise to each harmonic; its weighted sum is one noise of the weights' norm.
        level = (voiced * VOICED_NOISE + (1 - voiced) * UNVOICED_NOISE) * weights.norm() * noise_scale.double()
        row = torch.remainder(torch.arange(f0.shape[1]), NOISE_FRAMES)
        source = torch.tanh(tones + level * self.noise[row].double() + self.l_linear.bias.double())
        return source.reshape(1, 1, -1)

    def sines(self, f0: Tensor) -> Tensor:
        """[1, F] -> [harmonics, F, hop]: the phase is right in the middle of a frame and linear between two middles."""
        numbers = torch.arange(1, HARMONICS + 1, dtype=torch.float64)[:, None]
        # Cycles of a sample, of which the models keep the fraction, times samples.
        per_sample = numbers * f0.double() / SAMPLE_RATE_HZ
        step = (per_sample - torch.floor(per_sample)) * self.hop_samples
        middle = torch.cumsum(step, 1)[..., None]
        still = torch.zeros_like(step[:, :1])
        from_last = torch.cat([still, step[:, 1:]], 1)[..., None]
        to_next = torch.cat([step[:, 1:], still], 1)[..., None]
        cycles = middle + self.before_middle * from_last + self.after_middle * to_next
        return torch.sin(2 * math.pi * (cycles - torch.floor(cycles)))
