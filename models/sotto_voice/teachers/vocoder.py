"""A source-filter vocoder: log envelopes, voicing and F0 in, a 24 kHz wave out.

Pulses stand at exact (fractional) times and pass the minimum-phase filter of their moment, noise
passes frame by frame.  So the wave has exactly the F0 that the network is trained with, formants can
be scaled by warping the frequency axis, and a whisper is the same filter driven by noise alone.
"""

from __future__ import annotations

import numpy as np
from scipy import fft

SAMPLE_RATE_HZ = 24000
FRAME_SECONDS = 0.005
FRAME_SAMPLES = int(SAMPLE_RATE_HZ * FRAME_SECONDS)
FFT_SIZE = 768
BIN_COUNT = FFT_SIZE // 2 + 1
BIN_HZ = np.linspace(0, SAMPLE_RATE_HZ / 2, BIN_COUNT)


def minimum_phase(log_magnitude: np.ndarray) -> np.ndarray:
    """Complex log spectra [n, BIN_COUNT] of the minimum-phase filters with these log magnitudes."""
    cepstrum = fft.irfft(log_magnitude, FFT_SIZE)
    cepstrum[:, 1 : FFT_SIZE // 2] *= 2
    cepstrum[:, FFT_SIZE // 2 + 1 :] = 0
    return fft.rfft(cepstrum, FFT_SIZE)


def pulse_times(f0_hz: np.ndarray, voiced: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Times (in samples, fractional) and F0 of the pulses of a track with a value per FRAME_SAMPLES."""
    sample = np.arange(len(f0_hz) * FRAME_SAMPLES)
    frame = sample / FRAME_SAMPLES
    f0 = np.interp(frame, np.arange(len(f0_hz)), f0_hz)
    cycles = np.cumsum(f0 / SAMPLE_RATE_HZ)
    crossing = np.nonzero(np.floor(cycles[1:]) > np.floor(cycles[:-1]))[0] + 1
    late = (cycles[crossing] - np.floor(cycles[crossing])) / (f0[crossing] / SAMPLE_RATE_HZ)
    is_voiced = voiced[np.minimum(np.round(frame[crossing]).astype(int), len(voiced) - 1)]
    return (crossing - late)[is_voiced], f0[crossing][is_voiced]


def _overlap_add(wave: np.ndarray, starts: np.ndarray, pieces: np.ndarray) -> None:
    for start, piece in zip(starts, pieces):
        wave[start : start + FFT_SIZE] += piece


def synthesize(
    log_envelope: np.ndarray,
    pulse_gain: np.ndarray,
    noise_gain: np.ndarray,
    f0_hz: np.ndarray,
    voiced: np.ndarray,
    seed: int,
) -> np.ndarray:
    """The wave (float32, FRAME_SAMPLES per frame) of one utterance.

    log_envelope, pulse_gain, noise_gain: [frames, BIN_COUNT], natural log magnitude and linear gains;
    f0_hz [frames] must be positive throughout; voiced [frames] bool.
    """
    frame_count = len(f0_hz)
    length = frame_count * FRAME_SAMPLES
    wave = np.zeros(length + 2 * FFT_SIZE, np.float32)

    noise = np.random.default_rng(seed).standard_normal((frame_count, FRAME_SAMPLES), np.float32)
    filters = np.exp(minimum_phase(log_envelope + np.log(np.maximum(noise_gain, 1e-3)).astype(np.float32)))
    _overlap_add(
        wave, np.arange(frame_count) * FRAME_SAMPLES, fft.irfft(fft.rfft(noise, FFT_SIZE) * filters, FFT_SIZE)
    )

    times, pulse_f0 = pulse_times(f0_hz, voiced)
    if len(times):
        log_pulse = log_envelope + np.log(np.maximum(pulse_gain, 1e-3)).astype(np.float32)
        position = np.clip(times / FRAME_SAMPLES, 0, frame_count - 1.001)
        below = position.astype(int)
        weight = (position - below).astype(np.float32)[:, None]
        log_pulse = log_pulse[below] * (1 - weight) + log_pulse[below + 1] * weight
        start = np.floor(times).astype(int)
        delay = (times - start).astype(np.float32)[:, None]
        turn = (-2j * np.pi * np.arange(BIN_COUNT) / FFT_SIZE).astype(np.complex64)
        spectra = np.exp(minimum_phase(log_pulse) + delay * turn)
        pieces = fft.irfft(spectra, FFT_SIZE) * np.sqrt(SAMPLE_RATE_HZ / pulse_f0)[:, None]
        _overlap_add(wave, start, pieces.astype(np.float32))
    return wave[:length]


def warp_frequency(rows: np.ndarray, factor: float) -> np.ndarray:
    """Rows [n, BIN_COUNT] with every feature moved to `factor` times its frequency."""
    if factor == 1:
        return rows
    source = np.minimum(np.arange(BIN_COUNT) / factor, BIN_COUNT - 1.001)
    below = source.astype(int)
    weight = (source - below).astype(np.float32)
    return rows[:, below] * (1 - weight) + rows[:, below + 1] * weight
