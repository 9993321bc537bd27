"""Stage `pack`: exported graphs and style rows -> the pack folder with its manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import alphabet, features
from .dataset import STYLE_NAMES, VOICE_NAMES
from .decoder import CONTEXT_FRAMES
from .network import HALF_STYLE, Acoustic

PACK_VERSION = '1.0.0'
MAX_TOKENS = 512
PRECISION = 'fp16'
MEGABYTE = 1024 * 1024
# Of the engine process on Linux x64; `models/tools/measure-memory.ts` measures it again.
MEMORY = {
    'baseBytes': 100 * MEGABYTE,
    'fp16Bytes': 84 * MEGABYTE,
    'segmentSecondBytes': 1 * MEGABYTE,
    'threadBytes': 1 * MEGABYTE,
}


@dataclass(frozen=True)
class Description:
    """What a person is told of a voice."""

    name: str
    accent: str
    gender: str
    age: str


DESCRIPTIONS = {
    'en_ivy': Description('Ivy', 'American', 'female', 'adult'),
    'en_rowan': Description('Rowan', 'American', 'male', 'adult'),
    'en_callum': Description('Callum', 'Scottish', 'male', 'adult'),
    'en_isla': Description('Isla', 'Scottish', 'female', 'young'),
    'en_june': Description('June', 'American', 'female', 'older'),
    'en_otto': Description('Otto', 'American', 'male', 'young'),
    'zh_lian': Description('Lian', 'Mandarin', 'female', 'adult'),
    'zh_wei': Description('Wei', 'Mandarin', 'male', 'adult'),
}

# Calm and lively are the neutral voice, played differently; whisper has rows of its own.
STYLE_ROWS = {'neutral': 'neutral', 'calm': 'neutral', 'lively': 'neutral', 'whisper': 'whisper'}
CONTROLS = {
    'neutral': {},
    'calm': {'lengthScale': 1.12, 'pitchSemitones': -0.5, 'f0Range': 0.75, 'energyDb': -3.0},
    'lively': {'lengthScale': 0.94, 'pitchSemitones': 1.0, 'f0Range': 1.25, 'energyDb': 1.5},
    'whisper': {'lengthScale': 1.05},
}
# Rowan is quick, and his stops are the first thing that a listener loses; when lively he carries them himself.
PACE = {('en_rowan', 'neutral'): 1.04, ('en_rowan', 'calm'): 1.04, ('en_rowan', 'whisper'): 1.04}
PLAIN_CONTROLS = {'lengthScale': 1.0, 'pitchSemitones': 0.0, 'f0Range': 1.0, 'energyDb': 0.0, 'noiseScale': 0.0}


def controls(voice: str, style: str) -> dict[str, float]:
    """All control defaults of a voice in a style."""
    values = {**PLAIN_CONTROLS, **CONTROLS[style]}
    return {**values, 'lengthScale': round(values['lengthScale'] * PACE.get((voice, style), 1.0), 3)}


def row_of(voice: str, style: str) -> int:
    """The row of a voice in a style in `styles.bin`."""
    trained = STYLE_NAMES.index(STYLE_ROWS[style])
    return VOICE_NAMES.index(voice) * len(STYLE_NAMES) + trained


def style_table(network: Acoustic) -> np.ndarray:
    """Float32 [voices x trained styles, 256] in the order of `row_of`."""
    voices = torch.arange(len(VOICE_NAMES)).repeat_interleave(len(STYLE_NAMES))
    styles = torch.arange(len(STYLE_NAMES)).repeat(len(VOICE_NAMES))
    with torch.no_grad():
        return network.style_vector(voices, styles).numpy().astype('<f4')


def described(path: Path) -> dict[str, str | int]:
    """File name, size and SHA-256 of a pack file."""
    return {'file': path.name, 'bytes': path.stat().st_size, 'sha256': hashlib.sha256(path.read_bytes()).hexdigest()}


def voices_of(gains_db: dict[tuple[str, str], float]) -> list[dict]:
    """The manifest's voices; `gains_db` by (voice, style)."""
    return [
        {
            'id': voice,
            'language': voice[:2],
            **vars(DESCRIPTIONS[voice]),
            'styles': {
                style: {
                    'row': row_of(voice, style),
                    'gainDb': round(gains_db[voice, style], 2),
                    'controls': controls(voice, style),
                }
                for style in CONTROLS
            },
        }
        for voice in VOICE_NAMES
    ]


def write_pack(network: Acoustic, exported: Path, folder: Path, gains_db: dict[tuple[str, str], float]) -> None:
    """Fill `folder` with the graphs from `exported`, `styles.bin` and `pack.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    table = style_table(network)
    (folder / 'styles.bin').write_bytes(table.tobytes())
    graphs = {}
    for name in ('acoustic', 'decoder'):
        target = folder / f'{name}.{PRECISION}.onnx'
        shutil.copyfile(exported / target.name, target)
        graphs[name] = {PRECISION: described(target)}
    manifest = {
        'schema': 1,
        'id': 'starter',
        'version': PACK_VERSION,
        'name': 'Sotto starter voices',
        'licence': 'GPL-3.0-or-later',
        'source': 'Trained by models/sotto_voice from flite and eSpeak NG; see MODEL_CARD.md',
        'family': 'split',
        'sampleRateHz': features.SAMPLE_RATE_HZ,
        'hopSamples': features.HOP_SAMPLES,
        'languages': ['en', 'zh'],
        'alphabet': {'id': 'kokoro', 'pad': alphabet.PAD, 'symbols': alphabet.SYMBOLS},
        'graphs': graphs,
        'defaultPrecision': PRECISION,
        'features': {'channels': features.MEL_BANDS + 4, 'contextFrames': CONTEXT_FRAMES, 'exact': True},
        'styles': {**described(folder / 'styles.bin'), 'rows': len(table), 'width': 2 * HALF_STYLE},
        'voices': voices_of(gains_db),
        'defaults': {'voice': 'en_ivy', 'style': 'neutral'},
        'limits': {'maxTokens': MAX_TOKENS},
        'memory': MEMORY,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / 'pack.json').write_text(f'{text}\n', encoding='utf-8')
