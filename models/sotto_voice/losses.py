"""Losses of both networks."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from .features import FFT_SIZE, mel_filters

DURATION_WEIGHT = 1.0
F0_WEIGHT = 4.0
UNVOICED_F0_WEIGHT = 0.1
VOICING_WEIGHT = 0.5
MEL_DELTA_WEIGHT = 0.5
STFT_SIZES = (2048, 1024, 512)
STFT_FLOOR = 3e-4
CONVERGENCE_WEIGHT = 0.25
BAND_WEIGHT = 1.0
ROUGHNESS_WEIGHT = 1.0
ROUGHNESS_PATCH, ROUGHNESS_STRIDE = (24, 1), (12, 1)


def masked_mean(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean of `values` where `mask` (a weight) is not zero."""
    return (values * mask).sum() / mask.sum().clamp(min=1.0)


def duration_loss(predicted: torch.Tensor, frames: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """L1 of ln(1 + frames), [B, N] each."""
    return masked_mean((predicted - torch.log1p(frames)).abs(), mask)


def f0_loss(log_f0: torch.Tensor, wanted: torch.Tensor, voicing: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """L1 of ln F0; frames without voice count little: there the target is only a bridge between voiced stretches."""
    weight = mask * (UNVOICED_F0_WEIGHT + (1 - UNVOICED_F0_WEIGHT) * voicing)
    return masked_mean((log_f0 - wanted).abs(), weight)


def voicing_loss(logits: torch.Tensor, voicing: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Binary cross entropy of voicing."""
    return masked_mean(F.binary_cross_entropy_with_logits(logits, voicing, reduction='none'), mask)


def mel_loss(predicted: torch.Tensor, wanted: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """L1 of log-mel frames and of their change over time, [B, T, 80]."""
    level = masked_mean((predicted - wanted).abs().mean(-1), mask)
    change = (predicted[:, 1:] - predicted[:, :-1]) - (wanted[:, 1:] - wanted[:, :-1])
    return level + MEL_DELTA_WEIGHT * masked_mean(change.abs().mean(-1), mask[:, 1:] * mask[:, :-1])


def magnitudes(wave: torch.Tensor, size: int) -> torch.Tensor:
    """Short-time magnitudes [B, bins, frames] of waves [B, S], without frames that reach beyond the ends."""
    window = torch.hann_window(size)
    spectrum = torch.stft(wave, size, size // 4, window=window, center=False, return_complex=True)
    return torch.sqrt(spectrum.real**2 + spectrum.imag**2 + 1e-9) / (size**0.5)


def band_levels(power_spectrum: torch.Tensor) -> torch.Tensor:
    """Log power [B, 80, frames / 2] of mel bands over two frames, from powers [B, 1025, frames].

    Two noises of one spectrum differ bin by bin, and least squares would answer by making ours weaker;
    their band powers agree.
    """
    filters = torch.from_numpy(mel_filters())
    return torch.log(F.avg_pool1d(filters @ power_spectrum, 2) + STFT_FLOOR**2)


def roughness(power_spectrum: torch.Tensor) -> torch.Tensor:
    """Log of the mean less the mean of the log, over patches of a spectrogram [B, bins, frames].

    It is 0.58 for noise and more for resolved harmonics.  Bin by bin, a smooth pulse spectrum comes closer
    to noise than other noise does, so without this term pulses would take the place of breath.
    """
    power = power_spectrum.unsqueeze(1) + STFT_FLOOR**2
    mean = F.avg_pool2d(power, ROUGHNESS_PATCH, ROUGHNESS_STRIDE)
    return torch.log(mean) - F.avg_pool2d(torch.log(power), ROUGHNESS_PATCH, ROUGHNESS_STRIDE)


def stft_loss(wave: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Log-magnitude L1 plus spectral convergence over three resolutions, band levels, roughness; waves [B, S]."""
    total = wave.new_zeros(())
    for size in STFT_SIZES:
        ours, theirs = magnitudes(wave, size), magnitudes(wanted, size)
        total = total + (torch.log(ours + STFT_FLOOR) - torch.log(theirs + STFT_FLOOR)).abs().mean()
        difference = torch.linalg.vector_norm((ours - theirs).flatten(1), dim=1)
        convergence = (difference / (torch.linalg.vector_norm(theirs.flatten(1), dim=1) + 0.1)).mean()
        total = total + CONVERGENCE_WEIGHT * convergence
        if size == FFT_SIZE:
            total = total + BAND_WEIGHT * (band_levels(ours**2) - band_levels(theirs**2)).abs().mean()
            total = total + ROUGHNESS_WEIGHT * (roughness(ours**2) - roughness(theirs**2)).abs().mean()
    return total / len(STFT_SIZES)
