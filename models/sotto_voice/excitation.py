"""Fixed mathematics of the decoder: band layout, minimum phase, dispersion, noise table, pulse train."""

from __future__ import annotations

import math

import numpy as np
import torch

from .synthesis import HOP_SAMPLES, PERIOD_FRAMES, SAMPLE_RATE_HZ

WINDOW = 1200
BINS = WINDOW // 2 + 1
GAIN_BANDS = 128
NYQUIST_HZ = SAMPLE_RATE_HZ / 2


def gain_band_hz() -> np.ndarray:
    """Centres of the gain bands: evenly spaced in mel (HTK) from 0 to 12 kHz, [128]."""
    top = 2595 * math.log10(1 + NYQUIST_HZ / 700)
    return 700 * (10 ** (np.linspace(0, top, GAIN_BANDS) / 2595) - 1)


def interpolation(from_hz: np.ndarray, to_hz: np.ndarray) -> np.ndarray:
    """Matrix [from, to] of linear interpolation between band centres; constant beyond the ends."""
    eye = np.eye(len(from_hz))
    return np.stack([np.interp(to_hz, from_hz, row) for row in eye])


def minimum_phase(log_gain: np.ndarray) -> np.ndarray:
    """Phases [.., 601] of the minimum-phase filters whose log magnitudes are [.., 601] (Hilbert, by the cepstrum)."""
    cepstrum = np.fft.irfft(log_gain, WINDOW)
    fold = np.zeros(WINDOW)
    fold[0] = fold[WINDOW // 2] = 1
    fold[1 : WINDOW // 2] = 2
    return np.fft.rfft(cepstrum * fold).imag


def gain_matrices() -> tuple[np.ndarray, np.ndarray]:
    """Log gains of 128 bands -> log magnitude and minimum phase at 601 bins: two matrices [128, 601]."""
    magnitude = interpolation(gain_band_hz(), np.arange(BINS) * SAMPLE_RATE_HZ / WINDOW)
    return magnitude, minimum_phase(magnitude)


def dispersion_phase() -> np.ndarray:
    """A fixed all-pass [601]: the group delay wanders smoothly between 0 and 3 ms over frequency.

    A pulse train whose harmonics all peak together buzzes; real glottal pulses are spread like this.
    """
    rng = np.random.default_rng(5)
    knots = rng.uniform(0, 0.003, 24)
    knots[:2] = 0.0015
    hz = np.arange(BINS) * SAMPLE_RATE_HZ / WINDOW
    mel = 2595 * np.log10(1 + hz / 700)
    delay = np.interp(mel, np.linspace(0, mel[-1], len(knots)), knots)
    delay = np.convolve(np.pad(delay, 8, mode='edge'), np.hanning(17) / np.hanning(17).sum(), 'valid')
    return -2 * math.pi * np.cumsum(delay) * SAMPLE_RATE_HZ / WINDOW


def window() -> np.ndarray:
    """The periodic Hann window of analysis and synthesis, [1200]."""
    return 0.5 - 0.5 * np.cos(2 * math.pi * np.arange(WINDOW) / WINDOW)


def noise_spectra() -> np.ndarray:
    """Short-time spectra of white noise of unit variance that repeats after 256 frames: complex [256, 601]."""
    rng = np.random.default_rng(3)
    samples = rng.standard_normal(PERIOD_FRAMES * HOP_SAMPLES)
    samples = np.concatenate([samples[-WINDOW // 2 :], samples, samples[: WINDOW // 2]])
    frames = np.stack([samples[i * HOP_SAMPLES : i * HOP_SAMPLES + WINDOW] for i in range(PERIOD_FRAMES)])
    return np.fft.rfft(frames * window())


def hop_edges(values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """[B, T] at the frames' middles -> the values at their starts and ends, halfway to the neighbours'."""
    before = torch.cat([values[:, :1], values[:, :-1]], dim=1)
    after = torch.cat([values[:, 1:], values[:, -1:]], dim=1)
    return (before + values) / 2, (values + after) / 2


def pulse_train(f0: torch.Tensor, voicing: torch.Tensor, phase: torch.Tensor) -> torch.Tensor:
    """Band-limited pulses of unit power, [B, T] each -> samples [B, T, 300].

    The sum of the cosines of all harmonics below 12 kHz in closed form (Dirichlet's kernel).  `phase` is
    the running phase in cycles at the frame's start, so any stretch of frames gives the samples that the
    whole would.
    """
    sample = torch.arange(HOP_SAMPLES, dtype=torch.float32)
    harmonics = torch.floor(NYQUIST_HZ / f0)
    cycles = phase[..., None] + f0[..., None] * (sample / SAMPLE_RATE_HZ)
    cycles = cycles - torch.floor(cycles + 0.5)
    half = torch.sin(math.pi * cycles)
    near = (torch.abs(half) < 1e-5).to(cycles.dtype)
    order = (2 * harmonics + 1)[..., None]
    pulses = torch.sin(order * math.pi * cycles) / (2 * (half + near)) * (1 - near) + near * order * 0.5 - 0.5
    gain = voicing * torch.sqrt(2 / harmonics)
    start, end = hop_edges(gain)
    ramp = start[..., None] + (end - start)[..., None] * (sample / HOP_SAMPLES)
    return pulses * ramp
