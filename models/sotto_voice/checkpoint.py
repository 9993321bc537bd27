"""Checkpoints: written aside and renamed, so that a run that is stopped at any moment can go on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import torch

from . import excitation, features
from .dataset import STYLE_NAMES, VOICE_NAMES
from .decoder import Decoder
from .network import Acoustic

def save(path: Path, content: dict[str, Any]) -> None:
    """Write a checkpoint, replacing the one before only when the new one is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix('.part')
    torch.save(content, aside)
    os.replace(aside, path)


def mel_band_hz() -> np.ndarray:
    """Centres of the mel bands, from the filters themselves, [80]."""
    bins = np.linspace(0, features.SAMPLE_RATE_HZ / 2, features.FFT_SIZE // 2 + 1)
    filters = features.mel_filters()
    return (filters @ bins) / filters.sum(1)


def new_acoustic() -> Acoustic:
    """An untrained acoustic network."""
    return Acoustic(len(VOICE_NAMES), len(STYLE_NAMES))


def new_decoder() -> Decoder:
    """An untrained decoder, whose output before training is already what the mel bands say."""
    white_noise_magnitude = np.sqrt((excitation.window() ** 2).sum())
    offset = -np.log(features.mel_filters().sum(1) * white_noise_magnitude)
    return Decoder(mel_band_hz(), offset, 1.0)


def load_acoustic(path: Path) -> Acoustic:
    """The trained acoustic network, ready for use."""
    network = new_acoustic()
    network.load_state_dict(torch.load(path)['model'])
    return network.eval()


def load_decoder(path: Path) -> Decoder:
    """The trained decoder, ready for use."""
    decoder = new_decoder()
    decoder.load_state_dict(torch.load(path)['model'])
    return decoder.eval()
