"""The four graphs that every staged pack has, as files to write."""

from __future__ import annotations

import torch
from torch import Tensor

from .graphs import AcousticGraph, ExactGeneratorGraph, GeneratorGraph, StagedModel, TrunkGraph, statistics_inputs
from .onnx_files import GraphFile


def staged_graphs(model: StagedModel, tokens: Tensor, style: Tensor) -> list[GraphFile]:
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
