"""flite's clustergen parameters as phones with frame counts and spectral envelopes at 24 kHz."""

from __future__ import annotations

import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .vocoder import BIN_COUNT, BIN_HZ

ARPABET = {
    'ɑ': 'aa', 'æ': 'ae', 'ə': 'ax', 'ʌ': 'ah', 'ɔ': 'ao', 'W': 'aw', 'I': 'ay', 'ɛ': 'eh', 'ɜɹ': 'er', 'əɹ': 'er',
    'A': 'ey', 'ɪ': 'ih', 'i': 'iy', 'O': 'ow', 'Y': 'oy', 'ʊ': 'uh', 'u': 'uw', 'b': 'b', 'ʧ': 'ch', 'd': 'd',
    'ð': 'dh', 'f': 'f', 'ɡ': 'g', 'h': 'hh', 'ʤ': 'jh', 'k': 'k', 'l': 'l', 'm': 'm', 'n': 'n', 'ŋ': 'ng',
    'p': 'p', 'ɹ': 'r', 's': 's', 'ʃ': 'sh', 't': 't', 'θ': 'th', 'v': 'v', 'w': 'w', 'j': 'y', 'z': 'z', 'ʒ': 'zh',
}
VOWELS = frozenset('ɑ æ ə ʌ ɔ W I ɛ ɜɹ əɹ A ɪ i O Y ʊ u'.split())
STRESS_DIGIT = {'ˈ': '1', 'ˌ': '1'}
MARKS = {';': ';', ':': ':', ',': ',', '—': ',', '…': '.', '.': '.', '!': '!', '?': '?', '、': ','}
COEFFICIENTS, BANDS = 25, 5
WARP, POSTFILTER = 0.42, 0.4
SOURCE_RATE_HZ = 16000
SILENCE = 'pau'


class Unsayable(ValueError):
    """A phoneme that flite's phone set lacks, or phones that do not come back as they were given."""


@dataclass
class Utterance:
    """Phones with their words (-1: pause) and frame counts, and 5 ms parameters."""

    phones: list[str]
    words: list[int]
    frames: list[int]
    f0_hz: np.ndarray
    mel_cepstrum: np.ndarray
    strengths: np.ndarray


def flite_phones(phonemes: list[str]) -> list[str]:
    """flite's phones of one word; the digit after a vowel carries the mark before it."""
    phones, digit = [], '0'
    for phoneme in phonemes:
        if phoneme in STRESS_DIGIT:
            digit = STRESS_DIGIT[phoneme]
        elif phoneme not in ARPABET:
            raise Unsayable(f'flite has no phone for {phoneme!r}')
        elif phoneme in VOWELS:
            phones.append(ARPABET[phoneme] + digit)
            digit = '0'
        else:
            phones.append(ARPABET[phoneme])
    return phones


class Flite:
    """The teacher process; one utterance at a time."""

    def __init__(self, program: Path):
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def _ask(self, line: str) -> tuple[int, int]:
        self._process.stdin.write(line.encode() + b'\n')
        self._process.stdin.flush()
        return struct.unpack('=ii', self._process.stdout.read(8))

    def band_responses(self) -> np.ndarray:
        """Complex responses [BANDS, BIN_COUNT] of the voicing bands; beyond 8 kHz the edge is held."""
        bands, taps = self._ask('filters')
        filters = np.frombuffer(self._process.stdout.read(4 * bands * taps), np.float32).reshape(bands, taps)
        hertz = np.minimum(BIN_HZ, 0.97 * SOURCE_RATE_HZ / 2)
        return filters @ np.exp(-2j * np.pi * np.outer(np.arange(taps), hertz / SOURCE_RATE_HZ))

    def say(self, voice: str, words: list[tuple[str, str, list[str]]]) -> Utterance:
        """Parameters for words given as (name, mark or '', phonemes); raises Unsayable."""
        wanted = [flite_phones(phonemes) for _, _, phonemes in words]
        fields = [f"{name}|{MARKS.get(mark, '')}|{' '.join(p)}" for (name, mark, _), p in zip(words, wanted)]
        frame_count, segment_count = self._ask('\t'.join([voice, *fields]))
        phones, owners, frames = [], [], []
        for _ in range(segment_count):
            name, word, count = struct.unpack('=8sii', self._process.stdout.read(16))
            phones.append(name.rstrip(b'\0').decode())
            owners.append(word)
            frames.append(count)
        width = 1 + COEFFICIENTS + BANDS
        data = np.frombuffer(self._process.stdout.read(4 * width * frame_count), np.float32).reshape(-1, width)
        said = [p for p, owner in zip(phones, owners) if owner >= 0]
        if said != [p.rstrip('01') for word in wanted for p in word]:
            raise Unsayable('flite changed the phones')
        return Utterance(
            phones, owners, frames, data[:, 0].copy(), data[:, 1 : 1 + COEFFICIENTS], data[:, 1 + COEFFICIENTS :]
        )


def _cosines() -> np.ndarray:
    omega = 2 * np.pi * np.minimum(BIN_HZ, SOURCE_RATE_HZ / 2) / SOURCE_RATE_HZ
    warped = omega + 2 * np.arctan(WARP * np.sin(omega) / (1 - WARP * np.cos(omega)))
    return np.cos(np.outer(np.arange(COEFFICIENTS), warped)).astype(np.float32)


_COSINES = _cosines()
_LOW_BINS = BIN_HZ < SOURCE_RATE_HZ / 2
_EDGE_HZ, _EDGE_START_HZ, _SLOPE_DB_PER_KHZ = 7600.0, 6000.0, 2.5


def log_envelope(mel_cepstrum: np.ndarray) -> np.ndarray:
    """Natural log magnitudes [frames, BIN_COUNT] with flite's postfilter; the band that 16 kHz speech
    lacks continues the level of 6 to 7.6 kHz and falls gently, so that fricatives keep their air."""
    plain = mel_cepstrum @ _COSINES
    sharper = mel_cepstrum.copy()
    sharper[:, 2:] *= 1 + POSTFILTER
    envelope = sharper @ _COSINES
    energy = [np.log(np.mean(np.exp(2 * e[:, _LOW_BINS]), axis=1)) for e in (plain, envelope)]
    envelope += ((energy[0] - energy[1]) / 2)[:, None]
    edge = envelope[:, (BIN_HZ > _EDGE_START_HZ) & (BIN_HZ < _EDGE_HZ)].mean(axis=1)[:, None]
    fall = _SLOPE_DB_PER_KHZ / 8.686 * (BIN_HZ - _EDGE_HZ) / 1000
    upper = np.clip((BIN_HZ - 6800) / (_EDGE_HZ - 6800), 0, 1)
    return (envelope * (1 - upper) + (edge - np.maximum(fall, 0)) * upper).astype(np.float32)


def gains(strengths: np.ndarray, responses: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Linear pulse and noise gains [frames, BIN_COUNT] of the five voicing strengths."""
    return (
        np.abs(strengths @ responses).astype(np.float32),
        np.abs((1 - strengths) @ responses).astype(np.float32),
    )
