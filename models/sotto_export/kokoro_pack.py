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
    GeneratorGraph,
    SingleGraph,
    TrunkGraph,
    statistics_inputs,
)
from .kokoro import Kokoro
from .kokoro_alphabet import alphabet
from .onnx_files import GraphFile
from .staged_pack import Description, PackVoice, Progress, StagedPack
from .voices import VoiceTable

FAVOURITE_VOICE = 'af_heart'


def staged_graphs(model: Kokoro, tokens: torch.Tensor, style: torch.Tensor) -> list[GraphFile]:
    """The four graphs; an utterance (tokens int64 [1, n], style [1, 2S]) gives the example of each."""
    one, zero = torch.ones(1), torch.zeros(1)
    controls = {'length_scale': one, 'pitch': zero, 'f0_range': one, 'energy': zero}
    spoken = {'tokens': tokens, 'style': style, **controls, 'pause_frames': -torch.ones(tokens.shape)}
    acoustic, trunk, exact = AcousticGraph(model), TrunkGraph(model), ExactGeneratorGraph(model)
    with torch.no_grad():
        asr, f0, n, _ = acoustic(*spoken.values())
        curves = {'asr': asr, 'f0': f0, 'n': n, 'style': style, 'noise_scale': one}
        x, har = trunk(*curves.values())
        window = {'x': x, 'har': har, 'style': style}
        _, *measured = exact(*window.values())
    names = [one_input.name for one_input in statistics_inputs(model)]
    window_axes = {'x': {2: 'frames'}, 'har': {2: 'columns'}}
    waveform_axes = {'waveform': {1: 'samples'}}
    return [
        GraphFile(
            'acoustic', acoustic, spoken, ['asr', 'f0', 'n', 'durations'],
            {
                'tokens': {1: 'tokens'}, 'pause_frames': {1: 'tokens'}, 'durations': {1: 'tokens'},
                'asr': {2: 'units'}, 'f0': {1: 'frames'}, 'n': {1: 'frames'},
            },
        ),
        GraphFile(
            'trunk', trunk, curves, ['x', 'har'],
            {'asr': {2: 'units'}, 'f0': {1: 'frames'}, 'n': {1: 'frames'}, **window_axes},
        ),
        GraphFile(
            'generator', GeneratorGraph(model), {**window, **dict(zip(names, measured, strict=True))}, ['waveform'],
            {**window_axes, **waveform_axes},
        ),
        GraphFile('generatorExact', exact, window, ['waveform', *names], {**window_axes, **waveform_axes}),
    ]


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
        statistics=statistics_inputs(model),
        statistics_table=statistics_table(calibrations),
        default_voice=FAVOURITE_VOICE if any(voice.id == FAVOURITE_VOICE for voice in voices) else None,
    )
