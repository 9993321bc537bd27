"""float16: convolutions and products compute in it, all else in float32; large tables are stored in it."""

from __future__ import annotations

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from .sensitive import robust_layers, weights_of


def to_half(model: ModelProto) -> None:
    """
    Convert in place; inputs and outputs keep their types.

    On a CPU ONNX Runtime computes them in float32 again, at no cost; on a GPU they take half the memory.
    """
    chosen = {node.output[0] for node in robust_layers(model.graph)}
    weights = weights_of(model.graph)
    biases = {tensor.name: tensor for tensor in model.graph.initializer}
    halves: dict[str, str] = {}
    nodes: list[NodeProto] = []

    def half_weight(name: str) -> str:
        if name not in halves:
            halves[name] = f'{name}.half'
            values = numpy_helper.to_array(biases[name]).astype(np.float16)
            model.graph.initializer.append(numpy_helper.from_array(values, halves[name]))
        return halves[name]

    def half_input(name: str) -> str:
        if name not in halves:
            halves[name] = f'{name}.half'
            nodes.append(helper.make_node('Cast', [name], [halves[name]], to=TensorProto.FLOAT16))
        return halves[name]

    for node in model.graph.node:
        if node.output[0] in chosen:
            inputs = [half_weight(name) if name in biases else half_input(name) for name in node.input]
            output = node.output[0]
            node.input[:] = inputs
            node.output[0] = f'{output}.computed'
            nodes += [node, helper.make_node('Cast', [node.output[0]], [output], to=TensorProto.FLOAT)]
        else:
            nodes.append(node)
    _replace_nodes(model, nodes)
    store_half(model, set(weights))


def store_half(model: ModelProto, names: set[str]) -> None:
    """Keep these weights, where they are still used, as float16 behind a Cast: half the file, the same arithmetic."""
    used = {name for node in model.graph.node for name in node.input}
    casts: list[NodeProto] = []
    kept: list[TensorProto] = []
    for tensor in model.graph.initializer:
        if tensor.name not in used:
            continue
        if tensor.name in names:
            stored = f'{tensor.name}.stored'
            kept.append(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), stored))
            casts.append(helper.make_node('Cast', [stored], [tensor.name], to=TensorProto.FLOAT))
        else:
            kept.append(tensor)
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    _replace_nodes(model, [*casts, *model.graph.node])


def _replace_nodes(model: ModelProto, nodes: list[NodeProto]) -> None:
    copies = [NodeProto.FromString(node.SerializeToString()) for node in nodes]
    del model.graph.node[:]
    model.graph.node.extend(copies)
