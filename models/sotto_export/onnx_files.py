"""Writes a module as one ONNX file, in the form that ONNX Runtime runs best."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import onnx
import torch
from onnx import ModelProto, TensorProto, helper
from torch import Tensor, nn

from .rewrites import convolutions_in_two_dimensions, depthwise_upsampling_as_arithmetic
from .weights_file import WeightsFile

OPSET = 17


@dataclass(frozen=True)
class GraphFile:
    """One graph to write: its module, example inputs by name, outputs, and the names of the axes that vary."""

    name: str
    module: nn.Module
    inputs: Mapping[str, Tensor]
    outputs: Sequence[str]
    axes: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    # Keep PyTorch's own operations, as a community export has them.
    as_traced: bool = False


def write_graph(graph: GraphFile, path: Path, weights: WeightsFile | None = None) -> None:
    """Trace the module and write it, with its weights inside unless there is a file for them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    graph.module.eval()
    with torch.no_grad(), warnings.catch_warnings():
        # The tracer warns of values that are constant on purpose.
        warnings.simplefilter('ignore')
        torch.onnx.export(
            graph.module,
            tuple(graph.inputs.values()),
            str(path),
            opset_version=OPSET,
            input_names=list(graph.inputs),
            output_names=list(graph.outputs),
            dynamic_axes={name: dict(axes) for name, axes in graph.axes.items()},
        )
    model = onnx.load(str(path))
    constants_as_weights(model)
    share_equal_weights(model)
    if not graph.as_traced:
        depthwise_upsampling_as_arithmetic(model)
        convolutions_in_two_dimensions(model)
    for node in model.graph.node:
        node.doc_string = ''
    save(model, path, weights)


def save(model: ModelProto, path: Path, weights: WeightsFile | None = None) -> None:
    """Check a model and write it, with its weights inside unless there is a file for them."""
    onnx.checker.check_model(model)
    if weights is not None:
        weights.take_out(model)
    onnx.save(model, str(path))


def constants_as_weights(model: ModelProto) -> None:
    """Buffers that no checkpoint has are traced as constant nodes; here all constants become weights like any other."""
    nodes = []
    for node in model.graph.node:
        if node.op_type != 'Constant':
            nodes.append(node)
            continue
        tensor = model.graph.initializer.add()
        tensor.CopyFrom(helper.get_attribute_value(node.attribute[0]))
        tensor.name = node.output[0]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def share_equal_weights(model: ModelProto) -> None:
    """Keep one of several equal weights: the folding of constants copies a layer's that is used many times."""
    kept: dict[tuple[int, tuple[int, ...], bytes], str] = {}
    renamed: dict[str, str] = {}
    unique: list[TensorProto] = []
    for tensor in model.graph.initializer:
        key = (tensor.data_type, tuple(tensor.dims), hashlib.sha256(tensor.raw_data).digest())
        if tensor.raw_data and key in kept:
            renamed[tensor.name] = kept[key]
        else:
            kept[key] = tensor.name
            unique.append(tensor)
    del model.graph.initializer[:]
    model.graph.initializer.extend(unique)
    for node in model.graph.node:
        for index, name in enumerate(node.input):
            node.input[index] = renamed.get(name, name)
