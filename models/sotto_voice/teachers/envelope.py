"""Spectral envelopes of a wave whose F0 is known and steady, after CheapTrick (M. Morise, 2015):
a window of three periods, smoothing over the harmonics' distance, and a lifter that makes up for it."""

from __future__ import annotations

import numpy as np
from scipy import fft

from .vocoder import BIN_HZ, FRAME_SAMPLES, SAMPLE_RATE_HZ

_FFT_SIZE = 2048
_Q1 = -0.15
_FLOOR = 1e-3


def steady_f0(wave: np.ndarray, low_hz: float = 60, high_hz: float = 260) -> float:
    """The one F0 of a monotone wave at SAMPLE_RATE_HZ: the highest peak of its autocorrelation."""
    size = 1 << int(np.ceil(np.log2(2 * len(wave))))
    correlation = fft.irfft(np.abs(fft.rfft(wave, size)) ** 2)
    first, last = int(SAMPLE_RATE_HZ / high_hz), int(SAMPLE_RATE_HZ / low_hz)
    lag = first + int(np.argmax(correlation[first:last]))
    left, middle, right = correlation[lag - 1 : lag + 2]
    return SAMPLE_RATE_HZ / (lag + 0.5 * (left - right) / (left - 2 * middle + right))


def log_envelope(wave: np.ndarray, f0_hz: float) -> np.ndarray:
    """Natural log magnitudes [len(wave) // FRAME_SAMPLES + 1, BIN_COUNT]; unit-power excitation at
    these filters has the wave's power."""
    half = int(round(1.5 * SAMPLE_RATE_HZ / f0_hz))
    window = np.hanning(2 * half + 1)
    window /= np.sqrt((window**2).sum())
    frame_count = len(wave) // FRAME_SAMPLES + 1
    padded = np.pad(wave.astype(np.float64), (half, half + FRAME_SAMPLES))
    frames = np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1)[::FRAME_SAMPLES][:frame_count]
    power = np.abs(fft.rfft(frames * window, _FFT_SIZE)) ** 2 + _FLOOR
    hertz = np.arange(_FFT_SIZE // 2 + 1) * SAMPLE_RATE_HZ / _FFT_SIZE
    # Below F0 there is no harmonic: mirror what is above, as the paper does.
    below = hertz < f0_hz
    mirror = np.interp(f0_hz - hertz[below], hertz, np.arange(len(hertz))).round().astype(int)
    power[:, below] += power[:, mirror]
    width = 2 * f0_hz / 3
    sums = np.concatenate([np.zeros((frame_count, 1)), np.cumsum(power, axis=1)], axis=1)
    bins = np.arange(len(hertz) + 1)
    span = width / 2 / (SAMPLE_RATE_HZ / _FFT_SIZE)
    high, low = np.clip(bins[:-1] + 0.5 + span, 0, len(hertz)), np.clip(bins[:-1] + 0.5 - span, 0, len(hertz))
    smooth = (_columns(sums, high) - _columns(sums, low)) / (high - low)
    cepstrum = fft.irfft(np.log(np.maximum(smooth, _FLOOR)))
    quefrency = np.minimum(np.arange(_FFT_SIZE), _FFT_SIZE - np.arange(_FFT_SIZE)) / SAMPLE_RATE_HZ
    lifter = np.sinc(f0_hz * quefrency) * (1 - 2 * _Q1 + 2 * _Q1 * np.cos(2 * np.pi * quefrency * f0_hz))
    log_power = fft.rfft(cepstrum * lifter).real
    return (_columns(log_power, BIN_HZ / (SAMPLE_RATE_HZ / _FFT_SIZE)) / 2).astype(np.float32)


def _columns(rows: np.ndarray, position: np.ndarray) -> np.ndarray:
    below = np.minimum(position.astype(int), rows.shape[1] - 2)
    weight = position - below
    return rows[:, below] * (1 - weight) + rows[:, below + 1] * weight
