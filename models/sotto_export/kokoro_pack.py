"""Kokoro as a staged pack, and as the one graph that the community shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from .calibration import Pipeline, calibrate, statistics_table, utterances
from .errors import ExportError
from .graphs import (
    FRAMES_PER_DURATION,
    AcousticGraph,
    ExactGeneratorGraph,
    SingleGraph,
    TrunkGraph,
    statistics_inputs,
)
from .kokoro import Kokoro
from .kokoro_alphabet import alphabet
from .onnx_files import GraphFile
from .staged_graphs import staged_graphs
from .staged_pack import ISTFTNET_CONTEXT_FRAMES, Description, PackVoice, Progress, StagedPack
from .voices import VoiceTable

FAVOURITE_VOICE = 'af_heart'


def single_graph(model: Kokoro, tokens: torch.Tensor, style: torch.Tensor) -> GraphFile:
    """The whole model as the community exports it."""
    return GraphFile(
        'model', SingleGraph(model), {'input_ids': tokens, 'style': style, 'speed': torch.ones(1)},
        ['waveform', 'duration'],
        {'input_ids': {1: 'tokens'}, 'waveform': {1: 'samples'}, 'duration': {0: 'tokens'}},
        as_traced=True,
    )


def example_utterance(vocabulary: Mapping[str, int], voice: VoiceTable) -> tuple[torch.Tensor, torch.Tensor]:
    """The first calibration utterance of a voice's language: tokens [1, n] and style [1, 2S]."""
    tokens = utterances(vocabulary, voice.language or 'en')[0]
    return tokens, torch.from_numpy(voice.style(tokens.shape[1] - 2))


def usable_voices(voices: Sequence[VoiceTable], progress: Progress) -> list[VoiceTable]:
    """Those whose language is spoken here. Raises `ExportError` when there is none."""
    usable = [voice for voice in voices if voice.language is not None]
    left_out = [voice.id for voice in voices if voice.language is None]
    if left_out:
        progress(f"left out, because neither English nor Mandarin: {', '.join(left_out)}")
    if not usable:
        raise ExportError('None of the voices is English or Mandarin: add one whose id begins with a, b or z.')
    return usable


def kokoro_pack(
    model: Kokoro,
    vocabulary: Mapping[str, int],
    voices: Sequence[VoiceTable],
    description: Description,
    progress: Progress,
) -> StagedPack:
    """Calibrates every voice (seconds each at full size) and describes the pack."""
    size = model.size
    pipeline = Pipeline(AcousticGraph(model), TrunkGraph(model), ExactGeneratorGraph(model))
    calibrations = []
    for voice in voices:
        sequences = utterances(vocabulary, voice.language or 'en')
        spoken = [(tokens, torch.from_numpy(voice.style(tokens.shape[1] - 2))) for tokens in sequences]
        calibrations.append(calibrate(pipeline, spoken))
        progress(f'{voice.id}: calibrated, gain {calibrations[-1].gain_db:+.1f} dB')
    return StagedPack(
        description=description,
        alphabet=alphabet(vocabulary),
        graphs=staged_graphs(model, *example_utterance(vocabulary, voices[0])),
        voices=[
            PackVoice(voice.id, voice.name, voice.language or '', voice.accent, voice.gender, calibration.gain_db, voice.table)
            for voice, calibration in zip(voices, calibrations, strict=True)
        ],
        max_tokens=size.albert.max_position_embeddings,
        hop_samples=size.istftnet.hop_samples,
        frames_per_duration=FRAMES_PER_DURATION,
        har_per_frame=size.istftnet.columns_per_frame,
        har_extra=1,
        context_frames=ISTFTNET_CONTEXT_FRAMES,
        statistics=statistics_inputs(model),
        statistics_table=statistics_table(calibrations),
        default_voice=FAVOURITE_VOICE if any(voice.id == FAVOURITE_VOICE for voice in voices) else None,
    )
