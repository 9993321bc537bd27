"""The training set on disk: long arrays that are memory-mapped, and an index of utterances.

    tokens.npy     int16   [all tokens]        ids of alphabet.py, pads included
    durations.npy  float32 [all tokens]        frames of 12.5 ms, fractional; an utterance's sum is its frame count
    f0.npy         float32 [all frames]        Hz, smooth, continued through unvoiced frames (never 0)
    voicing.npy    uint8   [all frames]        1 voiced
    mel.npy        float16 [all frames, 80]    features.log_mel of the audio
    audio.npy      int16   [300 · all frames]  24 kHz
    index.npz      token_start, frame_start [utterances + 1]; voice, style, language, is_test [utterances];
                   text; voice_names, style_names (what the numbers mean)

Whispers keep the F0 of the spoken twin, with voicing 0 throughout.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .features import HOP_SAMPLES, MEL_BANDS

VOICE_NAMES = ('en_ivy', 'en_rowan', 'en_callum', 'en_isla', 'en_june', 'en_otto', 'zh_lian', 'zh_wei')
STYLE_NAMES = ('neutral', 'whisper')
LANGUAGES = ('en', 'zh')
_ARRAYS = {
    'tokens': (np.int16, ()),
    'durations': (np.float32, ()),
    'f0': (np.float32, ()),
    'voicing': (np.uint8, ()),
    'mel': (np.float16, (MEL_BANDS,)),
    'audio': (np.int16, ()),
}


@dataclass
class Utterance:
    """One rendered text; arrays as in the files, wave in ±1 when writing, int16 when read."""

    text: str
    voice: str
    style: str
    language: str
    is_test: bool
    tokens: np.ndarray
    durations: np.ndarray
    f0: np.ndarray
    voicing: np.ndarray
    mel: np.ndarray
    audio: np.ndarray


class ShardWriter:
    """Appends utterances to raw files of one folder; close() makes the shard complete."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files = {name: open(folder / f'{name}.bin', 'wb') for name in _ARRAYS}
        self._rows: list[dict] = []

    def add(self, utterance: Utterance) -> None:
        frames = len(utterance.f0)
        assert len(utterance.audio) == frames * HOP_SAMPLES and utterance.mel.shape == (frames, MEL_BANDS)
        assert abs(float(utterance.durations.sum()) - frames) < 1e-2, 'durations must sum to the frames'
        audio = np.clip(np.round(utterance.audio * 32767), -32768, 32767)
        for name, (dtype, _) in _ARRAYS.items():
            values = audio if name == 'audio' else getattr(utterance, name)
            self._files[name].write(np.ascontiguousarray(values, dtype).tobytes())
        row = {key: getattr(utterance, key) for key in ('text', 'voice', 'style', 'language', 'is_test')}
        self._rows.append({**row, 'tokens': len(utterance.tokens), 'frames': frames})

    def close(self) -> None:
        for file in self._files.values():
            file.close()
        (self._folder / 'rows.json').write_text(json.dumps(self._rows, ensure_ascii=False))


def shard_is_complete(folder: Path) -> bool:
    return (folder / 'rows.json').exists()


def merge(shards: list[Path], folder: Path) -> None:
    """Joins complete shards, in the order given, into the files described above."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [row for shard in shards for row in json.loads((shard / 'rows.json').read_text())]
    for name, (dtype, tail) in _ARRAYS.items():
        sizes = [(shard / f'{name}.bin').stat().st_size for shard in shards]
        count = sum(sizes) // (np.dtype(dtype).itemsize * int(np.prod(tail, dtype=int)))
        with open(folder / f'{name}.npy', 'wb') as out:
            header = {'descr': np.lib.format.dtype_to_descr(np.dtype(dtype)), 'fortran_order': False}
            np.lib.format.write_array_header_1_0(out, {**header, 'shape': (count, *tail)})
            for shard in shards:
                with open(shard / f'{name}.bin', 'rb') as part:
                    while block := part.read(1 << 24):
                        out.write(block)
    np.savez(
        folder / 'index.npz',
        token_start=np.cumsum([0] + [row['tokens'] for row in rows]),
        frame_start=np.cumsum([0] + [row['frames'] for row in rows]),
        voice=np.array([VOICE_NAMES.index(row['voice']) for row in rows]),
        style=np.array([STYLE_NAMES.index(row['style']) for row in rows]),
        language=np.array([LANGUAGES.index(row['language']) for row in rows]),
        is_test=np.array([row['is_test'] for row in rows]),
        text=np.array([row['text'] for row in rows]),
        voice_names=np.array(VOICE_NAMES),
        style_names=np.array(STYLE_NAMES),
    )


class Dataset:
    """Memory-mapped reader: len(), item access, and the index arrays as attributes."""

    def __init__(self, folder: Path):
        arrays = {name: np.load(folder / f'{name}.npy', mmap_mode='r') for name in _ARRAYS}
        self._arrays = arrays
        with np.load(folder / 'index.npz') as index:
            self.token_start, self.frame_start = index['token_start'], index['frame_start']
            self.voice, self.style, self.language = index['voice'], index['style'], index['language']
            self.is_test, self.text = index['is_test'], index['text']

    def __len__(self) -> int:
        return len(self.voice)

    def __getitem__(self, number: int) -> Utterance:
        tokens = slice(int(self.token_start[number]), int(self.token_start[number + 1]))
        first, end = int(self.frame_start[number]), int(self.frame_start[number + 1])
        return Utterance(
            text=str(self.text[number]),
            voice=VOICE_NAMES[self.voice[number]],
            style=STYLE_NAMES[self.style[number]],
            language=LANGUAGES[self.language[number]],
            is_test=bool(self.is_test[number]),
            tokens=self._arrays['tokens'][tokens],
            durations=self._arrays['durations'][tokens],
            f0=self._arrays['f0'][first:end],
            voicing=self._arrays['voicing'][first:end],
            mel=self._arrays['mel'][first:end],
            audio=self._arrays['audio'][first * HOP_SAMPLES : end * HOP_SAMPLES],
        )
