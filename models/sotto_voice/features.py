"""What the network is trained on, measured at 24 kHz every 300 samples (12.5 ms).

Frame t is centred at sample 300·t + 150, so T frames describe exactly 300·T samples.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import fft, signal

SAMPLE_RATE_HZ = 24000
HOP_SAMPLES = 300
WINDOW_SAMPLES = 1200
FFT_SIZE = 2048
MEL_BANDS = 80
MEL_FLOOR = 1e-5
FRAME_SECONDS = HOP_SAMPLES / SAMPLE_RATE_HZ


def _hertz_to_mel(hertz: np.ndarray) -> np.ndarray:
    return 2595 * np.log10(1 + np.asarray(hertz) / 700)


@lru_cache(maxsize=1)
def mel_filters() -> np.ndarray:
    """Triangular filters [MEL_BANDS, FFT_SIZE // 2 + 1], HTK scale, 0 to 12 kHz, peaks of 1."""
    top = _hertz_to_mel(SAMPLE_RATE_HZ / 2)
    edges = 700 * (10 ** (np.linspace(0, top, MEL_BANDS + 2) / 2595) - 1)
    bins = np.linspace(0, SAMPLE_RATE_HZ / 2, FFT_SIZE // 2 + 1)
    rising = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling)).astype(np.float32)


@lru_cache(maxsize=1)
def _window() -> np.ndarray:
    return signal.get_window('hann', WINDOW_SAMPLES).astype(np.float32)


def log_mel(wave: np.ndarray) -> np.ndarray:
    """Natural log mel magnitudes [len(wave) // HOP_SAMPLES, MEL_BANDS] of a wave in ±1."""
    frame_count = len(wave) // HOP_SAMPLES
    side = (WINDOW_SAMPLES - HOP_SAMPLES) // 2
    padded = np.pad(wave[: frame_count * HOP_SAMPLES].astype(np.float32), side)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW_SAMPLES)[::HOP_SAMPLES]
    magnitude = np.abs(fft.rfft(frames * _window(), FFT_SIZE))
    return np.log(np.maximum(MEL_FLOOR, magnitude @ mel_filters().T))


def smooth_inside(values: np.ndarray, voiced: np.ndarray, width: int) -> np.ndarray:
    """Hann-weighted means over `width` values that never look across the end of a voiced stretch;
    unvoiced values are filled by interpolation.  All-unvoiced input comes back unchanged."""
    if not voiced.any():
        return values.copy()
    window = signal.get_window('hann', width + 2, fftbins=False)[1:-1]
    result = np.zeros(len(values))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], voiced.astype(np.int8), [0]])))
    for start, end in zip(edges[::2], edges[1::2]):
        inside = np.convolve(values[start:end], window, 'full')
        norm = np.convolve(np.ones(end - start), window, 'full')
        cut = (width - 1) // 2
        result[start:end] = (inside / norm)[cut : cut + end - start]
    index = np.arange(len(values))
    return np.interp(index, index[voiced], result[voiced])


def _k_weighting(rate_hz: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """The two biquads of ITU-R BS.1770 at any sample rate (shelf, then high-pass)."""
    stages = []
    for kind, gain_db, quality, corner_hz in (('shelf', 3.99984, 0.70718, 1681.974), ('high', 0, 0.50033, 38.1355)):
        k = np.tan(np.pi * corner_hz / rate_hz)
        a = np.array([1 + k / quality + k * k, 2 * (k * k - 1), 1 - k / quality + k * k])
        if kind == 'shelf':
            v = 10 ** (gain_db / 20)
            vb = v**0.499667
            b = np.array([v + vb * k / quality + k * k, 2 * (k * k - v), v - vb * k / quality + k * k])
        else:
            b = np.array([1.0, -2.0, 1.0]) * a[0]
        stages.append((b / a[0], a / a[0]))
    return stages


def loudness_lufs(wave: np.ndarray, rate_hz: float = SAMPLE_RATE_HZ) -> float:
    """Integrated loudness of a mono wave in ±1 (ITU-R BS.1770-4, both gates)."""
    weighted = wave.astype(np.float64)
    for b, a in _k_weighting(rate_hz):
        weighted = signal.lfilter(b, a, weighted)
    block, step = int(0.4 * rate_hz), int(0.1 * rate_hz)
    if len(weighted) < block:
        weighted = np.pad(weighted, (0, block - len(weighted)))
    sums = np.concatenate([[0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(weighted) - block + 1, step)
    power = (sums[starts + block] - sums[starts]) / block
    level = -0.691 + 10 * np.log10(np.maximum(power, 1e-12))
    loud = power[level > -70]
    if not len(loud):
        return -70.0
    gate = -0.691 + 10 * np.log10(loud.mean()) - 10
    return float(-0.691 + 10 * np.log10(loud[-0.691 + 10 * np.log10(loud) > gate].mean()))
