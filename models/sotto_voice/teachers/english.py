"""The English teachers: flite says our phonemes; timing, melody and vocal tract are reworked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..alphabet import STRESS
from ..features import smooth_inside
from . import flite_voice, timeline
from .flite_voice import SILENCE, VOWELS, Flite, Unsayable
from .vocoder import FRAME_SECONDS, warp_frequency


@dataclass(frozen=True)
class EnglishVoice:
    """How a voice is made from a built-in one: formants and F0 are multiplied, tempo divides speed."""

    source: str
    formants: float
    f0: float
    stretch: float
    f0_mean_hz: float


VOICES = {
    'en_ivy': EnglishVoice('slt', 1.0, 1.08, 1.0, 172.0),
    'en_rowan': EnglishVoice('rms', 1.0, 1.08, 0.98, 98.0),
    'en_callum': EnglishVoice('awb', 1.0, 1.0, 0.98, 120.0),
    'en_isla': EnglishVoice('awb', 1.17, 1.62, 1.0, 120.0),
    'en_june': EnglishVoice('slt', 0.93, 0.88, 1.05, 172.0),
    'en_otto': EnglishVoice('rms', 1.08, 1.28, 0.95, 98.0),
}
F0_RANGE = 1.15
FINAL_LENGTHENING = {'.': 1.14, '!': 1.14, '?': 1.14, '…': 1.2}
PHRASE_LENGTHENING = 1.08
QUESTION_OPENERS = frozenset(
    """is are am was were do does did can could will would shall should may might must has have had isn't aren't
    wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't haven't hasn't really""".split()
)
FUNCTION_WORDS = frozenset(
    """a an the of to in on at by for from with and or but nor so as if than that this these those is are am was were be
    been being do does did can could will would shall should may might must has have had i you he she it we they me him
    her us them my your his its our their there who whom which what when where while because into onto upon""".split()
)


@dataclass
class Source:
    """Source parameters on the 5 ms grid of the teacher, and where our tokens lie in them."""

    timeline: timeline.Timeline
    f0_hz: np.ndarray
    voiced: np.ndarray
    log_envelope: np.ndarray
    pulse_gain: np.ndarray
    noise_gain: np.ndarray


def marked_words(units: list[dict]) -> list[tuple[int, str, int]]:
    """(unit of the word, mark that ends its phrase or '', unit of the mark or -1) for every word."""
    words: list[tuple[int, str, int]] = []
    for index, unit in enumerate(units):
        if unit['kind'] == 'word':
            words.append((index, '', -1))
        elif words and words[-1][2] < 0:
            words[-1] = (words[-1][0], unit['symbol'], index)
    return words


def asks_yes_or_no(units: list[dict]) -> bool:
    """Whether the last clause is a question answered by yes or no: its melody ends high."""
    if not units or units[-1]['kind'] != 'punct' or units[-1]['symbol'] != '?':
        return False
    clause: list[str] = []
    for unit in units[:-1]:
        if unit['kind'] == 'punct' and unit['symbol'] != ',':
            clause = []
        elif unit['kind'] == 'word':
            clause.append(unit['text'].lower().replace('’', "'"))
    return bool(clause) and 'or' not in clause and (clause[0] in QUESTION_OPENERS or len(clause) <= 2)


def _tokens_of_units(unit_of_token: list[int], unit: int, ids: list[int], silent: frozenset[int]) -> list[int]:
    return [t for t, u in enumerate(unit_of_token) if u == unit and ids[t] not in silent]


def build_source(
    flite: Flite, responses: np.ndarray, voice: EnglishVoice, units: list[dict], ids: list[int], owner: list[int]
) -> Source:
    """Parameters and timeline of one segment's units; raises Unsayable where the phones do not come back."""
    stress_ids = frozenset(STRESS.values())
    words = marked_words(units)
    names = [''.join(c for c in units[w]['text'].lower() if c.isalpha() or c == "'") or 'x' for w, _, _ in words]
    said = flite.say(voice.source, [(n, mark, units[w]['phonemes']) for n, (w, mark, _) in zip(names, words)])
    line = timeline.Timeline(len(ids))
    tokens = [_tokens_of_units(owner, unit, ids, stress_ids) for unit, _, _ in words]
    place = np.concatenate([[0], np.cumsum(said.frames)])
    spoken_yet = 0
    taken = [0] * len(words)
    for segment, (phone, word, count) in enumerate(zip(said.phones, said.words, said.frames)):
        start, end = float(place[segment]), float(place[segment + 1])
        if phone == SILENCE:
            token, seconds = _pause(spoken_yet, words, owner, len(ids))
            if spoken_yet == len(words) and words[-1][2] >= 0:
                line.pieces.append(timeline.Piece(token, start, end, seconds, True))
                start, token, seconds = end, len(ids) - 1, timeline.PAD_SECONDS
            line.pieces.append(timeline.Piece(token, start, end, seconds, True))
            continue
        spoken_yet = word + 1
        if taken[word] >= len(tokens[word]):
            raise Unsayable('more phones than tokens')
        seconds = count * FRAME_SECONDS * voice.stretch
        line.pieces.append(timeline.Piece(tokens[word][taken[word]], start, end, seconds))
        taken[word] += 1
    if taken != [len(t) for t in tokens]:
        raise Unsayable('fewer phones than tokens')
    _lengthen_phrase_ends(line, units, words, tokens)
    voiced = said.f0_hz > 0
    f0_hz = melody(said.f0_hz, voiced, voice, units, words, tokens, line)
    pulse, noise = flite_voice.gains(said.strengths, responses)
    envelope = flite_voice.log_envelope(said.mel_cepstrum)
    return Source(line, f0_hz, voiced, *(warp_frequency(rows, voice.formants) for rows in (envelope, pulse, noise)))


def _pause(spoken: int, words: list[tuple[int, str, int]], owner: list[int], token_count: int) -> tuple[int, float]:
    """The token that a silence after `spoken` words belongs to, and its length."""
    if spoken == 0:
        return 0, timeline.PAD_SECONDS
    _, mark, unit = words[spoken - 1]
    if unit < 0:
        if spoken < len(words):
            raise Unsayable('a pause where the text has no mark')
        return token_count - 1, timeline.PAD_SECONDS
    lengths = timeline.FINAL_PAUSE_SECONDS if spoken == len(words) else timeline.PAUSE_SECONDS
    return owner.index(unit), lengths[mark]


def _lengthen_phrase_ends(
    line: timeline.Timeline, units: list[dict], words: list[tuple[int, str, int]], tokens: list[list[int]]
) -> None:
    pieces = {piece.token: piece for piece in line.pieces}
    for (unit, mark, _), owned in zip(words, tokens):
        if not mark:
            continue
        factor = FINAL_LENGTHENING.get(mark, PHRASE_LENGTHENING)
        sounds = [p for p in units[unit]['phonemes'] if p not in STRESS]
        last_vowel = max((i for i, sound in enumerate(sounds) if sound in VOWELS), default=0)
        for token in owned[last_vowel:]:
            pieces[token].seconds *= factor


ACCENT_SEMITONES = {'first': 1.6, 'middle': 0.8, 'last': 1.5}
ACCENT_HALF_WIDTH_SECONDS = 0.16
FINAL_FALL_SEMITONES, COMMA_RISE_SEMITONES, QUESTION_RISE_SEMITONES = -2.6, 1.3, 5.5
SMOOTHING_FRAMES = 21


def melody(
    f0_hz: np.ndarray,
    voiced: np.ndarray,
    voice: EnglishVoice,
    units: list[dict],
    words: list[tuple[int, str, int]],
    tokens: list[list[int]],
    line: timeline.Timeline,
) -> np.ndarray:
    """F0 per source frame: flite's with a wider range, accents on stressed content words, falls at the
    ends of statements, rises at commas and at the ends of yes/no questions."""
    if not voiced.any():
        return np.full(len(f0_hz), voice.f0_mean_hz * voice.f0)
    frame = np.arange(len(f0_hz))
    semitones = 12 * np.log2(np.interp(frame, frame[voiced], f0_hz[voiced]) / voice.f0_mean_hz) * F0_RANGE
    pieces = {piece.token: piece for piece in line.pieces}
    phrase: list[int] = []
    rising = asks_yes_or_no(units)
    for number, ((unit, mark, _), owned) in enumerate(zip(words, tokens)):
        phrase.append(number)
        if not mark and number < len(words) - 1:
            continue
        is_end = number == len(words) - 1
        accents = [a for a in (_accent(units[words[n][0]], tokens[n], pieces) for n in phrase) if a is not None]
        _add_accents(semitones, frame, accents)
        tail_start = accents[-1] if accents else pieces[tokens[phrase[0]][0]].start
        tail_end = pieces[owned[-1]].end
        if tail_end - tail_start > 100:
            tail_start = tail_end - 100
        if is_end and rising:
            change = QUESTION_RISE_SEMITONES
        elif mark in FINAL_LENGTHENING:
            change = FINAL_FALL_SEMITONES
        else:
            change = COMMA_RISE_SEMITONES if mark else 0.0
        slope = np.clip((frame - tail_start) / max(tail_end - tail_start, 1), 0, 1)
        inside = (frame >= tail_start) & (frame <= tail_end + 8)
        semitones[inside] += change * slope[inside] ** 1.5
        phrase = []
    smooth = smooth_inside(semitones, voiced, SMOOTHING_FRAMES)
    return voice.f0_mean_hz * voice.f0 * 2 ** (smooth / 12)


def _accent(unit: dict, owned: list[int], pieces: dict[int, timeline.Piece]) -> float | None:
    """Middle (source frame) of a content word's stressed vowel."""
    if unit['text'].lower() in FUNCTION_WORDS or 'ˈ' not in unit['phonemes']:
        return None
    before = unit['phonemes'][: unit['phonemes'].index('ˈ')]
    vowel = pieces[owned[len([p for p in before if p not in STRESS])]]
    return (vowel.start + vowel.end) / 2


def _add_accents(semitones: np.ndarray, frame: np.ndarray, accents: list[float]) -> None:
    half = ACCENT_HALF_WIDTH_SECONDS / FRAME_SECONDS
    for index, centre in enumerate(accents):
        name = 'last' if index == len(accents) - 1 else 'first' if index == 0 else 'middle'
        shape = np.clip(1 - np.abs(frame - centre) / half, 0, 1)
        semitones += ACCENT_SEMITONES[name] * (0.5 - 0.5 * np.cos(np.pi * shape))
