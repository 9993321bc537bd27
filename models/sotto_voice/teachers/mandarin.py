"""The Mandarin teachers: eSpeak NG's articulation, tones by target approximation, our own vocoder."""

from __future__ import annotations

import struct
import subprocess
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import numpy as np
from scipy import signal

from ..alphabet import FINALS, INITIALS, TONES
from . import envelope, timeline, tones
from .english import FINAL_LENGTHENING, PHRASE_LENGTHENING, Source, marked_words
from .flite_voice import Unsayable
from .vocoder import BIN_COUNT, BIN_HZ, FRAME_SECONDS, SAMPLE_RATE_HZ, warp_frequency


@dataclass(frozen=True)
class MandarinVoice:
    """An eSpeak NG variant, a formant factor, the mean F0 and the words a minute."""

    variant: str
    formants: float
    f0_mean_hz: float
    rate: int


VOICES = {
    'zh_lian': MandarinVoice('cmn-latn-pinyin+f2', 1.0, 215.0, 165),
    'zh_wei': MandarinVoice('cmn-latn-pinyin+m3', 1.0, 120.0, 165),
}
VOICED_INITIALS = frozenset(INITIALS[key] for key in ('m', 'n', 'l', 'r'))
_INITIAL_KEY = {symbol: key for key, symbol in INITIALS.items()}
_FINAL_KEY = {symbol: key for key, symbol in FINALS.items()}
_TONE_NUMBER = {symbol: number for number, symbol in enumerate(TONES, 1)}
NEUTRAL = 5
NEUTRAL_SHORTENING = 0.7
_BARE = {
    'i': 'yi', 'in': 'yin', 'ing': 'ying', 'u': 'wu', 'ü': 'yu', 'ia': 'ya', 'ie': 'ye', 'iao': 'yao', 'iu': 'you',
    'ian': 'yan', 'iang': 'yang', 'iong': 'yong', 'ua': 'wa', 'uo': 'wo', 'uai': 'wai', 'ui': 'wei', 'uan': 'wan',
    'un': 'wen', 'uang': 'wang', 'ueng': 'weng', 'üe': 'yue', 'üan': 'yuan', 'ün': 'yun', 'io': 'yo', 'ê': 'ei',
}


@dataclass
class SpokenSyllable:
    """Phonemes of one syllable and its tokens: initial ('' and -1 without one), final, tone 1 to 5."""

    initial: str
    final: str
    tone: int
    initial_token: int
    final_token: int
    unit: int

    def pinyin(self) -> str:
        """Spelling with a tone digit, as eSpeak NG's cmn-latn-pinyin reads it."""
        final = _FINAL_KEY[self.final]
        if not self.initial:
            return f'{_BARE.get(final, final)}{self.tone}'
        key = _INITIAL_KEY[self.initial]
        if key in 'jqx':
            final = final.replace('ü', 'u')
        if key in 'bpmf' and final == 'uo':
            final = 'o'
        return f'{key}{final.lstrip("-")}{self.tone}'


def syllables_of(units: list[dict], ids: list[int], owner: list[int]) -> list[SpokenSyllable]:
    """The syllables of all words; raises Unsayable where a word is not Mandarin."""
    result: list[SpokenSyllable] = []
    token = {unit: owner.index(unit) for unit in set(owner) if unit >= 0}
    for index, unit in enumerate(units):
        if unit['kind'] != 'word':
            continue
        if unit['language'] != 'zh':
            raise Unsayable('an English word')
        initial, initial_token = '', -1
        for offset, phoneme in enumerate(unit['phonemes']):
            place = token[index] + offset
            if phoneme in _TONE_NUMBER:
                result[-1].tone = _TONE_NUMBER[phoneme]
            elif phoneme in _FINAL_KEY:
                result.append(SpokenSyllable(initial, phoneme, NEUTRAL, initial_token, place, index))
                initial, initial_token = '', -1
            elif phoneme in _INITIAL_KEY and not initial:
                initial, initial_token = phoneme, place
            else:
                raise Unsayable(f'{phoneme!r} has no place in a syllable')
        if initial:
            raise Unsayable('an initial without a final')
    return result


def _pulse_share() -> np.ndarray:
    return np.interp(BIN_HZ, [0, 3000, 8000, 12000], [1.0, 0.99, 0.75, 0.5]).astype(np.float32)


class MandarinTeacher:
    """The eSpeak NG process and what is made of its waves."""

    def __init__(self, program: Path):
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _say(self, voice: MandarinVoice, text: str) -> tuple[list[tuple[str, float]], np.ndarray]:
        """Events (phoneme or '' for a word's start, second) and the wave at SAMPLE_RATE_HZ."""
        self._process.stdin.write(f'{voice.variant}\t{voice.rate}\t{text}\n'.encode())
        self._process.stdin.flush()
        count, events, rate = struct.unpack('=iii', self._process.stdout.read(12))
        marks = [struct.unpack('=8si', self._process.stdout.read(12)) for _ in range(events)]
        wave = np.frombuffer(self._process.stdout.read(2 * count), np.int16).astype(np.float64)
        common = gcd(rate, SAMPLE_RATE_HZ)
        wave = signal.resample_poly(wave, SAMPLE_RATE_HZ // common, rate // common)
        return [(name.rstrip(b'\0').decode(), sample / rate) for name, sample in marks], wave

    def _phrase(self, voice: MandarinVoice, phrase: list[SpokenSyllable]) -> tuple[list[list[float]], np.ndarray]:
        """Per syllable [start, start of the final, end] in seconds, and the log envelope."""
        events, wave = self._say(voice, ' '.join(s.pinyin() for s in phrase))
        words: list[list[tuple[str, float]]] = []
        for name, second in events:
            if name == '':
                words.append([])
            elif words:
                words[-1].append((name, second))
        words = [word for word in words if any(name.strip('_:|') for name, _ in word)]
        if len(words) != len(phrase):
            raise Unsayable('eSpeak NG made other syllables')
        times, gap = [], None
        for syllable, word in zip(phrase, words):
            sounds = [(name, second) for name, second in word if name.strip('_:|')]
            start = sounds[0][1] if gap is None else gap
            if len(sounds) > 4 or (syllable.initial and len(sounds) < 2):
                raise Unsayable(f'{syllable.pinyin()}: {sounds}')
            final = sounds[1][1] if syllable.initial else start
            silence = [second for name, second in word if not name.strip('_:|')]
            gap = silence[0] if silence else None
            if gap is None:
                raise Unsayable('no end of a syllable')
            times.append([start, final, gap])
        return times, envelope.log_envelope(wave, envelope.steady_f0(wave))

    def build_source(self, name: str, units: list[dict], ids: list[int], owner: list[int]) -> Source:
        """Parameters and timeline of one segment; raises Unsayable."""
        voice = VOICES[name]
        syllables = syllables_of(units, ids, owner)
        marks = {word: (mark, unit) for word, mark, unit in marked_words(units)}
        line = timeline.Timeline(len(ids))
        rows: list[np.ndarray] = [_silence(0.1)]
        spoken: list[tones.Syllable] = []
        voiced_spans: list[tuple[float, float]] = []
        place = 0.1
        line.pieces.append(timeline.Piece(0, 0, place / FRAME_SECONDS, timeline.PAD_SECONDS, True))
        for first, end, mark, unit in _phrases(syllables, marks):
            phrase = syllables[first:end]
            times, envelopes = self._phrase(voice, phrase)
            is_final = end == len(syllables)
            for index, (syllable, (start, final, stop)) in enumerate(zip(phrase, times)):
                last = index == len(phrase) - 1
                stretch = NEUTRAL_SHORTENING if syllable.tone == NEUTRAL else 1.0
                if last:
                    stretch *= FINAL_LENGTHENING.get(mark, PHRASE_LENGTHENING) if mark or is_final else 1.0
                if syllable.initial:
                    line.pieces.append(_piece(syllable.initial_token, place + start, place + final, 1.0))
                line.pieces.append(_piece(syllable.final_token, place + final, place + stop, stretch))
                spoken.append(tones.Syllable(syllable.tone, place + start, place + stop, last))
                voiced_from = start if not syllable.initial or syllable.initial in VOICED_INITIALS else final
                voiced_spans.append((place + voiced_from, place + stop))
            rows.append(envelopes)
            stop = place + times[-1][2]
            place += len(envelopes) * FRAME_SECONDS
            pause = place / FRAME_SECONDS
            if unit >= 0:
                seconds = (timeline.FINAL_PAUSE_SECONDS if is_final else timeline.PAUSE_SECONDS)[mark]
                line.pieces.append(timeline.Piece(owner.index(unit), stop / FRAME_SECONDS, pause, seconds, True))
                stop = place
            if is_final:
                rows.append(_silence(0.1))
                line.pieces.append(
                    timeline.Piece(len(ids) - 1, stop / FRAME_SECONDS, pause + 20, timeline.PAD_SECONDS, True)
                )
        log_rows = np.concatenate(rows)
        question = units[-1]['kind'] == 'punct' and units[-1]['symbol'] == '?'
        semitones = tones.contour(spoken, len(log_rows), question)
        voiced = np.zeros(len(log_rows), bool)
        for start, stop in voiced_spans:
            voiced[int(round(start / FRAME_SECONDS)) : int(round(stop / FRAME_SECONDS))] = True
        return _source(voice, line, log_rows, semitones, voiced)


def _phrases(
    syllables: list[SpokenSyllable], marks: dict[int, tuple[str, int]]
) -> list[tuple[int, int, str, int]]:
    """(first syllable, end, mark, unit of the mark or -1) of each stretch between marks."""
    result, first = [], 0
    for index, syllable in enumerate(syllables):
        is_word_end = index == len(syllables) - 1 or syllables[index + 1].unit != syllable.unit
        mark, unit = marks[syllable.unit]
        if is_word_end and (unit >= 0 or index == len(syllables) - 1):
            result.append((first, index + 1, mark, unit))
            first = index + 1
    return result


_SILENCE_NEPERS = -2.0


def _silence(seconds: float) -> np.ndarray:
    return np.full((int(round(seconds / FRAME_SECONDS)), BIN_COUNT), _SILENCE_NEPERS, np.float32)


def _piece(token: int, start: float, end: float, stretch: float) -> timeline.Piece:
    return timeline.Piece(token, start / FRAME_SECONDS, end / FRAME_SECONDS, (end - start) * stretch)


def _source(
    voice: MandarinVoice, line: timeline.Timeline, rows: np.ndarray, semitones: np.ndarray, voiced: np.ndarray
) -> Source:
    pulse = np.tile(_pulse_share(), (len(rows), 1))
    noise = np.where(voiced[:, None], np.sqrt(1 - pulse**2) * 0.7, 1.0).astype(np.float32)
    index = np.arange(len(rows))
    filled = np.interp(index, index[voiced], semitones[voiced])
    return Source(
        line, voice.f0_mean_hz * 2 ** (filled / 12), voiced, *(warp_frequency(r, voice.formants) for r in (rows, pulse, noise))
    )
