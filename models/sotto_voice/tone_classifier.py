"""Can the four tones be told apart by F0 alone?  Linear discriminants over syllable contours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .alphabet import FINALS, SYMBOLS, TONES

POINTS = 10
_FINAL_IDS = frozenset(SYMBOLS['zh'][final] for final in FINALS.values())
_TONE_OF_ID = {SYMBOLS['zh'][symbol]: number for number, symbol in enumerate(TONES, 1)}
_RIDGE = 1e-2


@dataclass
class Contour:
    """One syllable: its tone (1 to 4) and POINTS semitones about the utterance's mean, over its final."""

    tone: int
    semitones: np.ndarray


def contours(tokens: np.ndarray, durations: np.ndarray, f0_hz: np.ndarray, voicing: np.ndarray) -> list[Contour]:
    """The contours of an utterance's toned syllables.  Durations are frames per token."""
    ends = np.cumsum(durations)
    usable = (voicing > 0.5) & (f0_hz > 0)
    if not usable.any():
        return []
    index = np.arange(len(f0_hz))
    semitones = 12 * np.log2(np.interp(index, index[usable], f0_hz[usable]))
    semitones -= semitones[usable].mean()
    result = []
    for place, token in enumerate(tokens[:-1]):
        tone = _TONE_OF_ID.get(int(tokens[place + 1]))
        if int(token) in _FINAL_IDS and tone:
            start, end = ends[place] - durations[place], ends[place]
            times = start + (np.arange(POINTS) + 0.5) / POINTS * (end - start)
            result.append(Contour(tone, np.interp(times - 0.5, index, semitones)))
    return result


def _features(items: list[Contour]) -> tuple[np.ndarray, np.ndarray]:
    return np.stack([item.semitones for item in items]), np.array([item.tone for item in items])


def accuracy(train: list[Contour], test: list[Contour]) -> float:
    """Share of `test` whose tone linear discriminant analysis, fitted on `train`, names rightly."""
    x, y = _features(train)
    means = {tone: x[y == tone].mean(0) for tone in np.unique(y)}
    centred = x - np.stack([means[tone] for tone in y])
    inverse = np.linalg.inv(centred.T @ centred / len(x) + _RIDGE * np.eye(POINTS))
    wanted_x, wanted = _features(test)
    scores = np.stack(
        [wanted_x @ inverse @ m - 0.5 * m @ inverse @ m + np.log((y == tone).mean()) for tone, m in means.items()], 1
    )
    return float((np.array(list(means))[scores.argmax(1)] == wanted).mean())
