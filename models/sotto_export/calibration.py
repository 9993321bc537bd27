"""Statistics of the generator and loudness, a row a voice, from fixed utterances that the model says itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from sotto_voice.features import loudness_lufs

from .kokoro_alphabet import PAD, has_bopomofo

TARGET_LUFS = -16.0
# The bounds of a gain in pack.json.
MAX_GAIN_DB = 40.0
# As the models were trained to read them; a symbol that a vocabulary lacks is left out.
UTTERANCES = {
    'en': (
        'ðə kwˈɪk bɹˈWn fˈɑks ʤˈʌmps ˈOvəɹ ðə lˈAzi dˈɔɡ.',
        'wˌɑt ə wˈʌndəɹfəl mˈɔɹnɪŋ! ʃˈæl wi ɡˌO fɔɹ ə wˈɔk?',
    ),
    'zh': (
        'ʨin→tʰjɛn→ tʰjɛn→ʨʰi↘ xən↓xau↓, wo↓mən ʨʰy↘ ʂan→ʂaŋ↘ ʦou↓ʦou.',
        'ni↓ xau↓ ma? wo↓ ʂɨ↘ lau↓pʰəŋ↗jou↓!',
    ),
}
BOPOMOFO_UTTERANCES = (
    'ㄐ阴1ㄊ言1 ㄊ言1ㄑㄧ4 ㄏㄣ3ㄏㄠ3, 我3ㄇㄣ5 ㄑㄩ4 ㄕㄢ1ㄕㄤ4 ㄗㄡ3ㄗㄡ5.',
    'ㄋㄧ3 ㄏㄠ3 ㄇㄚ5? 我3 ㄕ十4 ㄌㄠ3ㄆㄥ2又3!',
)


@dataclass(frozen=True)
class Calibration:
    """One row of the statistics table [width], and the gain that brings the voice to -16 LUFS."""

    row: np.ndarray
    gain_db: float


@dataclass(frozen=True)
class Pipeline:
    """The exported modules, called in the engine's order."""

    acoustic: nn.Module
    trunk: nn.Module
    exact_generator: nn.Module

    def say(self, tokens: Tensor, style: Tensor) -> tuple[Tensor, ...]:
        """tokens int64 [1, n], style [1, 2S] -> waveform and statistics, with every control neutral."""
        one, zero = torch.ones(1), torch.zeros(1)
        asr, f0, n, _ = self.acoustic(tokens, style, one, zero, one, zero, -torch.ones(tokens.shape))
        x, har = self.trunk(asr, f0, n, style, one)
        return self.exact_generator(x, har, style)


def utterances(vocabulary: Mapping[str, int], language: str) -> list[Tensor]:
    """The fixed utterances of a language as tokens int64 [1, n], pads included."""
    texts = BOPOMOFO_UTTERANCES if language == 'zh' and has_bopomofo(vocabulary) else UTTERANCES[language]
    sequences = []
    for text in texts:
        known = [vocabulary[symbol] for symbol in text if symbol in vocabulary]
        sequences.append(torch.tensor([[PAD, *known, PAD]]))
    return sequences


def calibrate(pipeline: Pipeline, spoken: Iterable[tuple[Tensor, Tensor]]) -> Calibration:
    """Statistics and gain of a voice over pairs of tokens [1, n] and style [1, 2S]."""
    waves: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    for tokens, style in spoken:
        with torch.no_grad():
            waveform, *statistics = pipeline.say(tokens, style)
        waves.append(waveform[0].numpy())
        rows.append(np.concatenate([tensor.numpy().ravel() for tensor in statistics]))
    row = np.average(rows, axis=0, weights=[len(wave) for wave in waves])
    gain_db = TARGET_LUFS - loudness_lufs(np.concatenate(waves))
    return Calibration(row.astype(np.float32), float(np.clip(gain_db, -MAX_GAIN_DB, MAX_GAIN_DB)))


def statistics_table(calibrations: Sequence[Calibration]) -> np.ndarray:
    """A row a voice, and their mean as the last one: float32 [voices + 1, width]."""
    rows = np.stack([calibration.row for calibration in calibrations])
    return np.concatenate([rows, rows.mean(0, keepdims=True)]).astype(np.float32)
