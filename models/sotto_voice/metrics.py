"""Measures of a student's utterance against its teacher's, aligned by the durations of common tokens."""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from scipy import signal
from scipy.io import wavfile

from .alphabet import PAD, ZERO_DURATION_IDS
from .features import FRAME_SECONDS, SAMPLE_RATE_HZ, log_mel

DB_PER_NEPER = 20 / np.log(10)
TILT_BAND_HZ = (100.0, 8000.0)


@dataclass
class Spoken:
    """One utterance: tokens, frames per token, F0 and voicing per frame, and the wave in ±1 at 24 kHz."""

    tokens: np.ndarray
    durations: np.ndarray
    f0_hz: np.ndarray
    voicing: np.ndarray
    wave: np.ndarray


def common_tokens(teacher: np.ndarray, student: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of token places that are the same sound in both, in order."""
    matcher = SequenceMatcher(None, list(map(int, teacher)), list(map(int, student)), autojunk=False)
    return [(b.a + i, b.b + i) for b in matcher.get_matching_blocks() for i in range(b.size)]


def frame_pairs(teacher: Spoken, student: Spoken) -> tuple[np.ndarray, np.ndarray]:
    """Frames of both that are at the same place of the same sound, one pair per student frame."""
    ours, theirs = [], []
    their_end, our_end = np.cumsum(teacher.durations), np.cumsum(student.durations)
    for there, here in common_tokens(teacher.tokens, student.tokens):
        length, our_length = teacher.durations[there], student.durations[here]
        if teacher.tokens[there] == PAD or length <= 0 or our_length <= 0:
            continue
        first, end = int(round(our_end[here] - our_length)), int(round(our_end[here]))
        share = (np.arange(first, end) - first + 0.5) / max(end - first, 1)
        ours.append(np.arange(first, end))
        theirs.append(their_end[there] - length + share * length)
    if not ours:
        return np.zeros(0, int), np.zeros(0, int)
    there, here = np.concatenate(theirs).astype(int), np.concatenate(ours)
    inside = (here < len(student.f0_hz)) & (there < len(teacher.f0_hz))
    return there[inside], here[inside]


def mel_distance_db(teacher: Spoken, student: Spoken) -> float:
    """Root-mean-square over bands of the log-mel difference, averaged over frames, levels made equal."""
    there, here = frame_pairs(teacher, student)
    difference = (log_mel(student.wave)[here] - log_mel(teacher.wave)[there]) * DB_PER_NEPER
    difference -= difference.mean()
    return float(np.sqrt((difference**2).mean(axis=1)).mean())


def f0_differences(teacher: Spoken, student: Spoken) -> tuple[np.ndarray, np.ndarray]:
    """(cents, hertz) of the frames that are voiced in both."""
    there, here = frame_pairs(teacher, student)
    their, our = teacher.f0_hz[there], student.f0_hz[here]
    both = (teacher.voicing[there] > 0.5) & (student.voicing[here] > 0.5) & (their > 0) & (our > 0)
    return 1200 * np.log2(our[both] / their[both]), our[both] - their[both]


def duration_differences_ms(teacher: Spoken, student: Spoken) -> np.ndarray:
    """Signed differences in milliseconds of all common tokens that last."""
    pairs = common_tokens(teacher.tokens, student.tokens)
    lasting = [(a, b) for a, b in pairs if int(teacher.tokens[a]) not in ZERO_DURATION_IDS | {PAD}]
    return np.array([student.durations[b] - teacher.durations[a] for a, b in lasting]) * FRAME_SECONDS * 1000


def spectral_tilt_db_per_octave(wave: np.ndarray) -> float:
    """Slope of the long-term spectrum over octaves, 100 Hz to 8 kHz, every third of an octave counting once."""
    hertz, power = signal.welch(wave, SAMPLE_RATE_HZ, nperseg=2048)
    edges = TILT_BAND_HZ[0] * 2 ** np.arange(0, np.log2(TILT_BAND_HZ[1] / TILT_BAND_HZ[0]) + 1e-9, 1 / 3)
    bands = [power[(hertz >= low) & (hertz < high)].mean() for low, high in zip(edges[:-1], edges[1:])]
    return float(np.polyfit(np.arange(len(bands)) / 3, 10 * np.log10(np.array(bands) + 1e-20), 1)[0])


def crest_factor_db(wave: np.ndarray) -> float:
    """Peak over root mean square."""
    return float(20 * np.log10(np.abs(wave).max() / max(np.sqrt(np.mean(wave**2)), 1e-9)))


def loudness_by_ffmpeg(wave: np.ndarray) -> float:
    """Integrated loudness in LUFS as ffmpeg's ebur128 filter measures it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'all.wav'
        wavfile.write(path, SAMPLE_RATE_HZ, wave.astype(np.float32))
        command = ['ffmpeg', '-hide_banner', '-nostats', '-i', str(path), '-filter_complex', 'ebur128', '-f', 'null', '-']
        said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r'I:\s+(-?[\d.]+) LUFS', said)[-1])
