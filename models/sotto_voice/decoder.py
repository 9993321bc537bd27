"""The decoder: a window of feature frames becomes samples, with a learned source-filter model.

A small network gives 128 + 128 log gains a frame; they shape the short-time spectra of a pulse train
(minimum phase) and of fixed noise (zero phase), which are overlapped and added.  The running phase and
the frame's number come with the features, and nothing is normalised over time, so a window decoded with
CONTEXT_FRAMES frames more on each side equals the decode of the whole.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from . import excitation
from .excitation import BINS, GAIN_BANDS, WINDOW
from .layers import Block
from .network import MEL_BANDS
from .synthesis import HOP_SAMPLES

WIDTH = 192
BLOCKS = 5
CONTEXT_FRAMES = 14
HOPS = WINDOW // HOP_SAMPLES


def overlap_norm() -> float:
    """Sum of the squared windows over all frames at any sample (constant for Hann at a quarter of its length)."""
    return float((excitation.window().reshape(HOPS, HOP_SAMPLES) ** 2).sum(0)[0])


class Decoder(nn.Module):
    """features [B, W, 84] -> waveform [B, W * 300].

    band_hz: centres of the mel bands; baseline_offset [80]: what to add to the log-mel to have the natural log
    of the spectrum's magnitude relative to that of white noise of unit variance; log_power: 1.0 when the
    log-mel is of magnitudes, 0.5 when it is of powers.
    """

    def __init__(self, band_hz: np.ndarray, baseline_offset: np.ndarray, log_power: float) -> None:
        super().__init__()
        magnitude, phase = excitation.gain_matrices()
        baseline = excitation.interpolation(band_hz, excitation.gain_band_hz())
        noise = excitation.noise_spectra()
        self.constant('gain_to_log', magnitude)
        self.constant('gain_to_phase', phase)
        self.constant('dispersion', excitation.dispersion_phase())
        self.constant('baseline', baseline * log_power)
        self.constant('baseline_bias', baseline_offset @ baseline)
        self.constant('noise_real', noise.real)
        self.constant('noise_imag', noise.imag)
        self.constant('window', excitation.window())
        self.constant('mel_mean', np.zeros(MEL_BANDS))
        self.constant('mel_scale', np.ones(MEL_BANDS))
        self.register_buffer('number', torch.arange(BINS))
        self.inner = nn.Linear(MEL_BANDS + 2, WIDTH)
        self.blocks = nn.ModuleList(Block(WIDTH) for _ in range(BLOCKS))
        self.norm = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, 2 * GAIN_BANDS)
        self.out.weight.data.mul_(0.1)
        self.out.bias.data.zero_()
        self.out.bias.data[GAIN_BANDS:] = -1.5
        self.matrix_transforms = False

    def constant(self, name: str, values: np.ndarray) -> None:
        """A fixed table of the graph."""
        self.register_buffer(name, torch.tensor(values, dtype=torch.float32))

    def gains(self, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Log gains of pulses and noise, [B, W, 128] each."""
        mel = features[..., :MEL_BANDS]
        f0, voicing = features[..., MEL_BANDS], features[..., MEL_BANDS + 1]
        x = torch.cat(
            [(mel - self.mel_mean) / self.mel_scale, (torch.log(f0 / 150) * 2 * voicing)[..., None], voicing[..., None]],
            dim=-1,
        )
        x = self.inner(x)
        for block in self.blocks:
            x = block(x)
        pulses, noise = self.out(self.norm(x)).split(GAIN_BANDS, dim=-1)
        baseline = mel @ self.baseline + self.baseline_bias
        return baseline + pulses, baseline + noise

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        pulse_gain, noise_gain = self.gains(features)
        f0, voicing, phase, number = features[..., MEL_BANDS:].unbind(-1)
        pulses = excitation.pulse_train(f0, voicing, phase)
        real, imag = self.analyse(overlapping(pulses) * self.window)

        magnitude = torch.exp(pulse_gain @ self.gain_to_log)
        angle = pulse_gain @ self.gain_to_phase + self.dispersion
        filter_real, filter_imag = magnitude * torch.cos(angle), magnitude * torch.sin(angle)
        noise_magnitude = torch.exp(noise_gain @ self.gain_to_log)
        row = number.to(torch.int64)
        out_real = real * filter_real - imag * filter_imag + noise_magnitude * self.noise_real[row]
        out_imag = real * filter_imag + imag * filter_real + noise_magnitude * self.noise_imag[row]
        return overlap_add(self.synthesise(out_real, out_imag) * (self.window / overlap_norm()))

    def analyse(self, frames: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Frames [B, W, 1200] -> real and imaginary spectrum [B, W, 601]."""
        if not self.matrix_transforms:
            spectrum = torch.fft.rfft(frames)
            return spectrum.real, spectrum.imag
        # x[n] and x[1200 - n] meet the same cosine and opposite sines: folding halves the work.
        head, tail = frames[..., 1 : WINDOW // 2], frames[..., WINDOW // 2 + 1 :].flip(-1)
        even = torch.cat([frames[..., :1], head + tail, frames[..., WINDOW // 2 : WINDOW // 2 + 1]], dim=-1)
        return even @ self.cosines(), -((head - tail) @ self.sines())

    def synthesise(self, real: torch.Tensor, imag: torch.Tensor) -> torch.Tensor:
        """The inverse of `analyse`."""
        if not self.matrix_transforms:
            return torch.fft.irfft(torch.complex(real, imag), WINDOW)
        weighted = torch.cat([real[..., :1], real[..., 1:-1] * 2, real[..., -1:]], dim=-1) / WINDOW
        even = weighted @ self.cosines()
        odd = (imag[..., 1:-1] * (-2 / WINDOW)) @ self.sines()[:, 1:-1]
        inner = even[..., 1:-1]
        return torch.cat([even[..., :1], inner + odd, even[..., -1:], (inner - odd).flip(-1)], dim=-1)

    def angles(self) -> torch.Tensor:
        """2πnk/1200 for n, k = 0..600, reduced in whole numbers first so that it is exact.

        Computed in the graph: the runtime does it once when it loads, and the file stays small.
        """
        return torch.remainder(self.number[:, None] * self.number[None], WINDOW).float() * (2 * np.pi / WINDOW)

    def cosines(self) -> torch.Tensor:
        """cos(2πnk/1200) for n, k = 0..600."""
        return torch.cos(self.angles())

    def sines(self) -> torch.Tensor:
        """sin(2πnk/1200) for n = 1..599, k = 0..600."""
        return torch.sin(self.angles()[1:-1])


def overlapping(hops: torch.Tensor) -> torch.Tensor:
    """[B, W, 300] -> the 1200 samples round the middle of every hop, [B, W, 1200]; silence beyond the ends."""
    half = HOP_SAMPLES // 2
    padded = F.pad(hops, (0, 0, 2, 2))
    pieces = [padded[:, :-4, half:], padded[:, 1:-3], padded[:, 2:-2], padded[:, 3:-1], padded[:, 4:, :half]]
    return torch.cat(pieces, dim=-1)


def overlap_add(frames: torch.Tensor) -> torch.Tensor:
    """[B, W, 1200] centred on the hops' middles -> samples [B, W * 300]."""
    half = HOP_SAMPLES // 2
    before, first, own, last, after = F.pad(frames, (0, 0, 2, 2)).split(
        [half, HOP_SAMPLES, HOP_SAMPLES, HOP_SAMPLES, half], dim=-1
    )
    total = first[:, 3:-1] + own[:, 2:-2] + last[:, 1:-3]
    halves = torch.cat([after[:, :-4], before[:, 4:]], dim=-1)
    return (total + halves).flatten(1)
