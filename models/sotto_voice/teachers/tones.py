"""Mandarin F0 by target approximation (qTA; Prom-on, Xu & Thipakorn 2009): in every syllable F0 approaches
a linear target through a third-order critically damped system, starting with the state it arrives in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .vocoder import FRAME_SECONDS

APPROACH_PER_SECOND = 48.0
DECLINATION_SEMITONES_PER_SECOND = 0.9
MAX_DECLINATION_SEMITONES = 3.0
NEUTRAL_HEIGHT = {1: -1.5, 2: -0.5, 3: 1.5, 4: -5.0, 5: -3.0}


@dataclass
class Syllable:
    """Tone 1 to 4 or 5 (neutral), its span in seconds, and whether a pause follows."""

    tone: int
    start: float
    end: float
    ends_phrase: bool


def targets(tone: int, previous_tone: int, ends_phrase: bool) -> list[tuple[float, float, float]]:
    """Linear targets of a syllable: (share of its length, semitones at its start, at its end)."""
    if tone == 1:
        return [(1.0, 4.0, 4.0)]
    if tone == 2:
        return [(0.35, -3.5, -3.5), (0.65, -3.0, 4.5)]
    if tone == 3:
        return [(0.6, -6.0, -7.5), (0.4, -7.0, -1.5)] if ends_phrase else [(1.0, -5.5, -7.5)]
    if tone == 4:
        return [(0.3, 5.5, 5.0), (0.7, 4.5, -7.0)]
    height = NEUTRAL_HEIGHT[previous_tone]
    return [(1.0, height, height - 1.0)]


def approach(state: np.ndarray, start: float, slope: float, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """F0 at `seconds` after the state (value, velocity, acceleration), towards start + slope·t; and the
    state at the last of them."""
    rate = APPROACH_PER_SECOND
    c1 = state[0] - start
    c2 = state[1] + c1 * rate - slope
    c3 = (state[2] + 2 * c2 * rate - c1 * rate**2) / 2
    poly, decay = c1 + c2 * seconds + c3 * seconds**2, np.exp(-rate * seconds)
    first, second = c2 + 2 * c3 * seconds, 2 * c3
    value = start + slope * seconds + poly * decay
    velocity = slope + (first - rate * poly) * decay
    acceleration = (second - 2 * rate * first + rate**2 * poly) * decay
    return value, np.array([value[-1], velocity[-1], acceleration[-1]])


def contour(syllables: list[Syllable], frame_count: int, is_question: bool) -> np.ndarray:
    """Semitones about the voice's mean on the 5 ms grid."""
    semitones = np.zeros(frame_count)
    state, previous, phrase_start = np.zeros(3), 5, 0.0
    last = len(syllables) - 1
    for index, syllable in enumerate(syllables):
        if index == 0 or syllables[index - 1].ends_phrase:
            first = targets(syllable.tone, previous, syllable.ends_phrase)[0][1]
            state, phrase_start = np.array([first, 0.0, 0.0]), syllable.start
        fall = min(DECLINATION_SEMITONES_PER_SECOND * (syllable.start - phrase_start), MAX_DECLINATION_SEMITONES)
        raised = (1.0 + (2.0 if index >= last - 1 else 0.0)) if is_question else 0.0
        shift = 0.8 - fall + raised
        begin = syllable.start
        for share, low, high in targets(syllable.tone, previous, syllable.ends_phrase):
            length = share * (syllable.end - syllable.start)
            first_frame, end_frame = int(round(begin / FRAME_SECONDS)), int(round((begin + length) / FRAME_SECONDS))
            steps = np.arange(1, max(end_frame - first_frame, 1) + 1) * FRAME_SECONDS
            values, state = approach(state, low + shift, (high - low) / max(length, 0.01), steps)
            end_frame = min(end_frame, frame_count)
            semitones[first_frame:end_frame] = values[: max(end_frame - first_frame, 0)]
            begin += length
        previous = syllable.tone
    return semitones
