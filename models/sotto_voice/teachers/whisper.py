"""A whisper: the same vocal tract, driven by noise; no fundamental, less low end, softer."""

from __future__ import annotations

import numpy as np

from .vocoder import BIN_HZ

TILT_DB_PER_OCTAVE = 3.5
LOW_CUT_HZ = 350.0
VOICED_LEVEL_DB = -9.0
UNVOICED_LEVEL_DB = -4.0


def whispered(log_envelope: np.ndarray, voiced: np.ndarray) -> np.ndarray:
    """The envelope [frames, bins] of the whispered utterance.  What was voiced loses the glottal
    source's fall towards the top and its voice bar; what was noise stays noise."""
    octave = np.log2(np.maximum(BIN_HZ, 60) / 1000)
    tilt_db = TILT_DB_PER_OCTAVE * np.clip(octave, -2, 2)
    low_db = -10 * np.log10(1 + (LOW_CUT_HZ / np.maximum(BIN_HZ, 20)) ** 4)
    # A hard switch between the two colours would click; 25 ms is a glottis opening.
    share = np.convolve(voiced.astype(float), np.ones(5) / 5, 'same')[:, None]
    level_db = share * (VOICED_LEVEL_DB + tilt_db + low_db) + (1 - share) * UNVOICED_LEVEL_DB
    return (log_envelope + level_db / 8.686).astype(np.float32)
