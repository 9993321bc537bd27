"""The mel front end of StyleTTS2's encoders as torchaudio defines it, which the engine's own is tested against."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

SAMPLE_RATE_HZ = 24000
# The bands are laid out for torchaudio's default rate, though the audio has another: so the models were trained.
NOMINAL_SAMPLE_RATE_HZ = 16000
BANDS, FFT, WINDOW, HOP = 80, 2048, 1200, 300
FLOOR, MEAN, DEVIATION = 1e-5, -4.0, 4.0


def filterbank() -> Tensor:
    """`torchaudio.functional.melscale_fbanks` with its defaults: float32 [FFT / 2 + 1, BANDS]."""
    top_hz = NOMINAL_SAMPLE_RATE_HZ // 2
    bins_hz = torch.linspace(0, top_hz, FFT // 2 + 1)
    edges_mel = torch.linspace(0, 2595 * math.log10(1 + top_hz / 700), BANDS + 2)
    edges_hz = 700 * (10 ** (edges_mel / 2595) - 1)
    distance_hz = edges_hz[None, :] - bins_hz[:, None]
    width_hz = edges_hz.diff()
    rising = -distance_hz[:, :-2] / width_hz[:-1]
    falling = distance_hz[:, 2:] / width_hz[1:]
    return torch.minimum(rising, falling).clamp(min=0)


def log_mel(samples: Tensor) -> Tensor:
    """Mono float32 [n] at 24 kHz -> the normalised log-mel [BANDS, 1 + n // HOP]."""
    spectrum = torch.stft(
        samples,
        n_fft=FFT,
        hop_length=HOP,
        win_length=WINDOW,
        window=torch.hann_window(WINDOW),
        center=True,
        pad_mode='reflect',
        return_complex=True,
    )
    return (torch.log(FLOOR + filterbank().T @ spectrum.abs() ** 2) - MEAN) / DEVIATION


def probe(count: int = 6120) -> np.ndarray:
    """A signal that any language makes alike, float32 [count]: a glide, a tone that sets in late, and a little noise."""
    at = np.arange(count)
    glide = 0.4 * np.sin(2 * np.pi * (120 * at / SAMPLE_RATE_HZ + 12000 * (at / SAMPLE_RATE_HZ) ** 2))
    tone = np.where(at < count // 2, 0.0, 0.2 * np.sin(2 * np.pi * 9500 * at / SAMPLE_RATE_HZ))
    state, noise = 1, np.empty(count)
    for index in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[index] = state / 2**31 - 1
    return (glide + tone + 0.01 * noise).astype(np.float32)
