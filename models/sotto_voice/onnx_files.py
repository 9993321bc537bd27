"""ONNX export of the two graphs, and the float16-storage variant."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .decoder import Decoder
from .synthesis import AcousticGraph

OPSET = 17
ACOUSTIC_INPUTS = (
    'tokens', 'style', 'length_scale', 'pitch', 'f0_range', 'energy', 'noise_scale', 'pause_frames',
)
# ONNX has one name space for inputs and outputs, and 'energy' is the control.
ACOUSTIC_OUTPUTS = ('features', 'f0', 'frame_energy', 'durations')
# Small tables gain nothing from float16, and some (band layout, phases) would lose precision that is heard.
HALF_STORAGE_MIN_VALUES = 8192
KEPT_IN_FULL = ('gain_to_phase', 'gain_to_log', 'baseline', 'mel_mean', 'mel_scale')


def export_acoustic(graph: AcousticGraph, path: Path) -> None:
    """Write the acoustic graph in float32."""
    tokens = torch.randint(1, 60, (1, 24))
    one = torch.ones(1)
    inputs = (tokens, torch.randn(1, 256) * 0.1, one, one * 0, one, one * 0, one * 0, -torch.ones(1, 24))
    _export(
        graph,
        inputs,
        path,
        list(ACOUSTIC_INPUTS),
        list(ACOUSTIC_OUTPUTS),
        {
            'tokens': {1: 'N'}, 'pause_frames': {1: 'N'}, 'durations': {1: 'N'},
            'features': {1: 'T'}, 'f0': {1: 'T'}, 'frame_energy': {1: 'T'},
        },
    )


def export_decoder(decoder: Decoder, path: Path) -> None:
    """Write the decoder graph in float32."""
    features = torch.rand(1, 40, 84)
    features[..., 80] = 120
    features[..., 83] = torch.arange(40)
    decoder.matrix_transforms = True
    try:
        _export(
            decoder, (features,), path, ['features'], ['waveform'], {'features': {1: 'W'}, 'waveform': {1: 'S'}}
        )
    finally:
        decoder.matrix_transforms = False


def _export(
    module: torch.nn.Module, inputs: tuple, path: Path, names: list[str], outputs: list[str], axes: dict
) -> None:
    module.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        # Without constant folding the transform matrices stay expressions of a few bytes.
        torch.onnx.export(
            module, inputs, str(path), opset_version=OPSET, input_names=names, output_names=outputs,
            dynamic_axes=axes, do_constant_folding=False,
        )
    model = onnx.load(str(path))
    for node in model.graph.node:
        node.doc_string = ''
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def store_half(source: Path, target: Path) -> None:
    """Keep large weights as float16 behind a Cast: half the file, the same float32 arithmetic."""
    model = onnx.load(str(source))
    casts = []
    kept = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        full = values.dtype != np.float32 or values.size < HALF_STORAGE_MIN_VALUES
        if full or any(name in tensor.name for name in KEPT_IN_FULL):
            kept.append(tensor)
            continue
        half = numpy_helper.from_array(values.astype(np.float16), f'{tensor.name}.half')
        kept.append(half)
        casts.append(helper.make_node('Cast', [half.name], [tensor.name], to=TensorProto.FLOAT))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))
