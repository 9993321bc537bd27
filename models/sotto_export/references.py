"""Reference recordings: WAV -> what a style encoder is given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
import torch
from scipy.io import wavfile
from scipy.signal import resample_poly
from torch import Tensor

from .errors import ExportError
from .mel import SAMPLE_RATE_HZ, log_mel

# The trimming of StyleTTS2's own inference (librosa's defaults).
TRIM_BELOW_DB, TRIM_WINDOW, TRIM_HOP = 30, 2048, 512
SHORTEST_S, LONGEST_S = 1.0, 60.0
SILENT_AMPLITUDE = 1e-3


@dataclass(frozen=True)
class Reference:
    """A recording by its voice's id: mono float32 at 24 kHz, silence at its ends cut off."""

    id: str
    samples: np.ndarray

    @property
    def name(self) -> str:
        """`anna_reads` is Anna Reads."""
        return self.id.replace('_', ' ').title()

    def mel(self) -> Tensor:
        """The normalised log-mel [1, bands, frames]; the shortest recording has more frames than an encoder needs."""
        return log_mel(torch.from_numpy(self.samples))[None]


def read_reference(path: Path) -> Reference:
    """
    Read a WAV of any rate and number of channels.

    Raises `ExportError` for what is no WAV, and for what is too short, too long or silent.
    """
    try:
        rate_hz, values = wavfile.read(path)
    except FileNotFoundError as error:
        raise ExportError(f'{path} is not there: give a WAV file of the voice.') from error
    except (ValueError, OSError, EOFError) as error:
        raise ExportError(f'{path} cannot be read as WAV ({error}): save the recording as 16-bit WAV.') from error
    samples = _mono(values)
    if rate_hz != SAMPLE_RATE_HZ:
        common = gcd(rate_hz, SAMPLE_RATE_HZ)
        samples = resample_poly(samples, SAMPLE_RATE_HZ // common, rate_hz // common)
    if len(samples) == 0 or np.abs(samples).max() < SILENT_AMPLITUDE:
        raise ExportError(f'{path} is silent: give a recording of the voice.')
    samples = trimmed(samples.astype(np.float32))
    seconds = len(samples) / SAMPLE_RATE_HZ
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ExportError(
            f'{path} has {seconds:.1f} s of speech: give a recording of {SHORTEST_S:.0f} to {LONGEST_S:.0f} s.'
        )
    return Reference(voice_id(path.stem), samples)


def trimmed(samples: np.ndarray) -> np.ndarray:
    """Without the ends that are more than 30 dB below the loudest window, as `librosa.effects.trim` cuts them."""
    padded = np.pad(samples.astype(np.float64), TRIM_WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, TRIM_WINDOW)[::TRIM_HOP]
    power = (frames**2).mean(1)
    loud = np.flatnonzero(10 * np.log10(np.maximum(power, 1e-10) / max(power.max(), 1e-10)) > -TRIM_BELOW_DB)
    return samples[loud[0] * TRIM_HOP : min(len(samples), (loud[-1] + 1) * TRIM_HOP)]


def voice_id(stem: str) -> str:
    """A file's name as an id: small letters, digits and underscores."""
    return re.sub(r'[^a-z0-9]+', '_', stem.lower()).strip('_') or 'voice'


def _mono(values: np.ndarray) -> np.ndarray:
    if values.dtype == np.uint8:
        samples = (values.astype(np.float64) - 128) / 128
    elif np.issubdtype(values.dtype, np.integer):
        samples = values / -float(np.iinfo(values.dtype).min)
    else:
        samples = values.astype(np.float64)
    return samples if samples.ndim == 1 else samples.mean(1)
