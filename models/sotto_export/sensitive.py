"""Which layers of a graph bear less precision, and which do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onnx import GraphProto, NodeProto, TensorProto

# Below this a layer is not worth a conversion; the transforms, F0 and N are all below.
MIN_VALUES = 8192
LAYERS = ('Conv', 'ConvTranspose', 'MatMul', 'Gemm')
# What makes a small error of its input a large one of its output: levels, phases, durations.
AMPLIFIERS = ('Exp', 'Sin', 'Cos', 'Sigmoid', 'Round')
# What hands values on.
PASSING = ('Squeeze', 'Unsqueeze', 'Slice', 'Split', 'Reshape', 'Transpose', 'Identity', 'Add', 'Clip', 'ReduceSum')


def bypass_identities(graph: GraphProto) -> None:
    """Let layers take stored tensors themselves, which the exporter hands to several takers by way of Identity."""
    stored = {tensor.name for tensor in graph.initializer}
    outputs = {output.name for output in graph.output}
    sources: dict[str, str] = {}
    kept: list[NodeProto] = []
    for node in graph.node:
        source = sources.get(node.input[0], node.input[0]) if node.input else ''
        if node.op_type == 'Identity' and source in stored and node.output[0] not in outputs:
            sources[node.output[0]] = source
        else:
            kept.append(NodeProto.FromString(node.SerializeToString()))
    for node in kept:
        for index, name in enumerate(node.input):
            node.input[index] = sources.get(name, name)
    del graph.node[:]
    graph.node.extend(kept)


def weights_of(graph: GraphProto) -> dict[str, TensorProto]:
    """The stored float32 tensors of a size that matters, by name."""
    return {
        tensor.name: tensor
        for tensor in graph.initializer
        if tensor.data_type == TensorProto.FLOAT and _size(tensor) >= MIN_VALUES
    }


def robust_layers(graph: GraphProto) -> Iterator[NodeProto]:
    """
    Convolutions and matrix products with stored weights whose result no amplifier takes.

    Norms, softmax, LSTMs and the Snake activation are no such layers, and stay in float32 with what they are given.
    """
    weights = weights_of(graph)
    takers = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            takers[name].append(node)

    def is_amplified(name: str) -> bool:
        return any(
            node.op_type in AMPLIFIERS
            or (node.op_type in PASSING and _hands_on(node, name, stored) and any(map(is_amplified, node.output)))
            for node in takers[name]
        )

    stored = {tensor.name for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type in LAYERS and node.input[1] in weights and not is_amplified(node.output[0]):
            yield node


def _hands_on(node: NodeProto, name: str, stored: set[str]) -> bool:
    """A sum hands on a layer's result when the other term is its bias, not a residual."""
    return node.op_type != 'Add' or all(other == name or other in stored for other in node.input)


def _size(tensor: TensorProto) -> int:
    size = 1
    for length in tensor.dims:
        size *= length
    return size
