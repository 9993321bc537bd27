"""A staged pack on disk: graphs, tables and `pack.json` as `engine/packs/manifest.ts` reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .graphs import StatisticsInput
from .onnx_files import GraphFile, write_graph
from .pack_files import GraphTargets, files_of, write_table

PRECISION = 'fp32'
SAMPLE_RATE_HZ = 24000
# What a window sees on a side. 50 ms leave iSTFTNet 64 dB from the whole, where calibrated statistics leave 39;
# HiFi-GAN's kernels reach further.
ISTFTNET_CONTEXT_FRAMES, HIFIGAN_CONTEXT_FRAMES = 4, 8
# 12.5 ms.
FADE_FRAMES = 1
STYLE_NAME = 'neutral'

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Description:
    """What a person is told of a pack."""

    id: str
    version: str
    name: str
    licence: str
    source: str


@dataclass(frozen=True)
class PackVoice:
    """A voice as the manifest lists it; its table follows that of the voice before."""

    id: str
    name: str
    language: str
    accent: str
    gender: str
    gain_db: float
    # [rows, 1, width] or [rows, width]
    table: np.ndarray


@dataclass(frozen=True)
class StagedPack:
    """Everything that a staged pack holds."""

    description: Description
    # The manifest's `alphabet`.
    alphabet: Mapping[str, Any]
    graphs: Sequence[GraphFile]
    voices: Sequence[PackVoice]
    max_tokens: int
    hop_samples: int
    frames_per_duration: int
    har_per_frame: int
    har_extra: int
    context_frames: int
    statistics: Sequence[StatisticsInput]
    # [voices + 1, width]
    statistics_table: np.ndarray
    # The manifest's `diffusion`, of a model that draws its styles.
    diffusion: Mapping[str, float] | None = None
    # The first one where it is None.
    default_voice: str | None = None


def write_staged_pack(pack: StagedPack, folder: Path, progress: Progress) -> None:
    """Fill `folder`; the manifest is written last, so that a folder that has one is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = GraphTargets(folder, PRECISION)
    for graph in pack.graphs:
        write_graph(graph, *targets.of(graph.name))
        progress(f'{graph.name}: written')
    entries = targets.described()
    progress(f'{len(entries)} graphs: {sum(files_of(entries.values()).values()) / 1e6:.1f} MB')
    graphs = {name: {PRECISION: entry} for name, entry in entries.items()}
    styles = np.concatenate([voice.table.reshape(len(voice.table), -1) for voice in pack.voices])
    manifest: dict[str, Any] = {
        'schema': 1,
        **asdict(pack.description),
        'family': 'staged',
        'sampleRateHz': SAMPLE_RATE_HZ,
        'hopSamples': pack.hop_samples,
        'languages': sorted({voice.language for voice in pack.voices}),
        'alphabet': dict(pack.alphabet),
        'graphs': graphs,
        'defaultPrecision': PRECISION,
        'staged': {
            'framesPerDuration': pack.frames_per_duration,
            'harPerFrame': pack.har_per_frame,
            'harExtra': pack.har_extra,
            'contextFrames': pack.context_frames,
            'fadeFrames': FADE_FRAMES,
            'inputs': [{'name': one.name, 'shape': list(one.shape)} for one in pack.statistics],
            'table': write_table(pack.statistics_table, folder / 'statistics.bin'),
        },
        'styles': {**write_table(styles, folder / 'styles.bin'), 'rowBy': 'tokens'},
        'voices': voices_of(pack.voices),
        'defaults': {'voice': pack.default_voice or pack.voices[0].id, 'style': STYLE_NAME},
        'limits': {'maxTokens': pack.max_tokens},
    }
    if pack.diffusion is not None:
        manifest['diffusion'] = dict(pack.diffusion)
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / 'pack.json').write_text(f'{text}\n', encoding='utf-8')


def voices_of(voices: Sequence[PackVoice]) -> list[dict[str, Any]]:
    """The manifest's voices, each with its range of rows in the style table."""
    described_voices: list[dict[str, Any]] = []
    row = 0
    for voice in voices:
        style = {
            'row': row,
            'rowCount': len(voice.table),
            'gainDb': round(voice.gain_db, 2),
            'controls': {'noiseScale': 1},
        }
        described_voices.append(
            {
                'id': voice.id,
                'name': voice.name,
                'language': voice.language,
                'accent': voice.accent,
                'gender': voice.gender,
                'styles': {STYLE_NAME: style},
            }
        )
        row += len(voice.table)
    return described_voices
