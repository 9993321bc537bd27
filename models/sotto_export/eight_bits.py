"""int8: convolutions between calibrated activations (QDQ), matrix products with activations measured as they come."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from .half_precision import store_half
from .sensitive import robust_layers, weights_of

RANGE_PREFIX = 'range:'
LEVELS = 255
LOWEST, HIGHEST = -128, 127
Ranges = Mapping[str, tuple[float, float]]


def convolutions(model: ModelProto) -> list[NodeProto]:
    """Those that are computed in int8: not transposed, not each channel by itself."""
    return [
        node for node in robust_layers(model.graph) if node.op_type == 'Conv' and _attribute(node, 'group', 1) == 1
    ]


def add_range_outputs(model: ModelProto) -> None:
    """For calibration: outputs `range:<tensor>` [2], least and greatest value of what a convolution takes or gives."""
    tensors = dict.fromkeys(name for node in convolutions(model) for name in (node.input[0], node.output[0]))
    for name in tensors:
        ends = [f'{name}.least', f'{name}.greatest']
        model.graph.node.extend(
            [
                helper.make_node('ReduceMin', [name], [ends[0]], keepdims=0),
                helper.make_node('ReduceMax', [name], [ends[1]], keepdims=0),
                helper.make_node('Unsqueeze', [ends[0], f'{RANGE_PREFIX}axis'], [f'{ends[0]}.1']),
                helper.make_node('Unsqueeze', [ends[1], f'{RANGE_PREFIX}axis'], [f'{ends[1]}.1']),
                helper.make_node('Concat', [f'{ends[0]}.1', f'{ends[1]}.1'], [f'{RANGE_PREFIX}{name}'], axis=0),
            ]
        )
        model.graph.output.append(helper.make_tensor_value_info(f'{RANGE_PREFIX}{name}', TensorProto.FLOAT, [2]))
    if tensors:
        model.graph.initializer.append(numpy_helper.from_array(np.zeros(1, np.int64), f'{RANGE_PREFIX}axis'))


def to_int8(model: ModelProto, ranges: Ranges) -> None:
    """
    Convert in place; inputs and outputs keep their types.

    `ranges` has what `add_range_outputs` gave. Weights are quantised for each output channel. Transposed convolutions
    have no int8 kernel: their weights alone are int8. Tables and LSTMs are stored in float16.
    """
    writer = _Writer(model)
    quantised = {node.output[0] for node in convolutions(model) if {node.input[0], node.output[0]} <= ranges.keys()}
    robust = {node.output[0] for node in robust_layers(model.graph)}
    large = set(weights_of(model.graph))
    for node in list(model.graph.node):
        if node.output[0] in quantised:
            writer.convolution(node, ranges)
        elif node.output[0] in robust and node.op_type in ('MatMul', 'Gemm'):
            writer.product(node)
        elif node.output[0] in robust:
            writer.weights_alone(node)
        else:
            writer.nodes.append(node)
    writer.finish()
    store_half(model, large)


class _Writer:
    """Collects the nodes and weights that stand in for others."""

    def __init__(self, model: ModelProto) -> None:
        self.model = model
        self.stored = {tensor.name: tensor for tensor in model.graph.initializer}
        self.nodes: list[NodeProto] = []
        self.known: set[str] = set()

    def finish(self) -> None:
        """Put the nodes into the graph."""
        copies = [NodeProto.FromString(node.SerializeToString()) for node in self.nodes]
        del self.model.graph.node[:]
        self.model.graph.node.extend(copies)

    def add(self, name: str, values: np.ndarray) -> str:
        """A stored tensor, once."""
        if name not in self.known:
            self.known.add(name)
            self.model.graph.initializer.append(numpy_helper.from_array(values, name))
        return name

    def make(self, operation: str, inputs: list[str], output: str, **attributes: int) -> str:
        """A node, once for each output."""
        if output not in self.known:
            self.known.add(output)
            self.nodes.append(helper.make_node(operation, inputs, [output], **attributes))
        return output

    def weight(self, name: str, axis: int) -> tuple[str, np.ndarray]:
        """A weight as int8 behind a DequantizeLinear, and its scales along the axis of the output channels."""
        values = numpy_helper.to_array(self.stored[name])
        others = tuple(index for index in range(values.ndim) if index != axis)
        scales = np.maximum(np.abs(values).max(others, keepdims=True) / HIGHEST, 1e-12).astype(np.float32)
        integers = np.clip(np.round(values / scales), -HIGHEST, HIGHEST).astype(np.int8)
        scales = scales.ravel()
        prefix = f'{name}.q{axis}'
        inputs = [
            self.add(prefix, integers),
            self.add(f'{prefix}.scale', scales),
            self.add(f'{prefix}.zero', np.zeros(scales.shape, np.int8)),
        ]
        return self.make('DequantizeLinear', inputs, f'{prefix}.float', axis=axis), scales

    def convolution(self, node: NodeProto, ranges: Ranges) -> None:
        """Quantised input, weight, bias and output about the convolution: the pattern that providers fuse."""
        x, output = node.input[0], node.output[0]
        taken, scale = self.quantised(x, x, ranges[x])
        weight, scales = self.weight(node.input[1], 0)
        inputs = [taken, weight]
        if len(node.input) > 2:
            factors = (scales * scale).astype(np.float32)
            bias = np.round(numpy_helper.to_array(self.stored[node.input[2]]) / factors)
            prefix = f'{output}.bias.int32'
            parts = [
                self.add(prefix, np.clip(bias, -(2**31), 2**31 - 1).astype(np.int32)),
                self.add(f'{prefix}.scale', factors),
                self.add(f'{prefix}.zero', np.zeros(len(factors), np.int32)),
            ]
            inputs.append(self.make('DequantizeLinear', parts, f'{prefix}.float', axis=0))
        node.input[:] = inputs
        node.output[0] = f'{output}.computed'
        self.nodes.append(node)
        self.quantised(node.output[0], output, ranges[output], output)

    def quantised(
        self, source: str, name: str, ends: tuple[float, float], output: str | None = None
    ) -> tuple[str, float]:
        """An activation through int8 and back, and its scale."""
        least, greatest = min(ends[0], 0.0), max(ends[1], 0.0)
        scale = max((greatest - least) / LEVELS, 1e-12)
        zero = int(np.clip(round(LOWEST - least / scale), LOWEST, HIGHEST))
        prefix = f'{name}.a' if output is None else f'{name}.o'
        parts = [self.add(f'{prefix}.scale', np.float32(scale)), self.add(f'{prefix}.zero', np.int8(zero))]
        integers = self.make('QuantizeLinear', [source, *parts], f'{prefix}.int8')
        return self.make('DequantizeLinear', [integers, *parts], output or f'{prefix}.float'), scale

    def product(self, node: NodeProto) -> None:
        """A dynamically quantised matrix product, and the bias of a Gemm after it."""
        x, output = node.input[0], node.output[0]
        values = numpy_helper.to_array(self.stored[node.input[1]])
        name = node.input[1]
        if node.op_type == 'Gemm' and _attribute(node, 'transB', 0):
            values, name = np.ascontiguousarray(values.T), f'{name}.t'
        scales = np.maximum(np.abs(values).max(0) / HIGHEST, 1e-12).astype(np.float32)
        integers = np.clip(np.round(values / scales), -HIGHEST, HIGHEST).astype(np.int8)
        if f'{x}.d' not in self.known:
            self.known.add(f'{x}.d')
            outputs = [f'{x}.d', f'{x}.d.scale', f'{x}.d.zero']
            self.nodes.append(helper.make_node('DynamicQuantizeLinear', [x], outputs))
        weight = self.add(f'{name}.q', integers)
        zero = self.add(f'{name}.q.zero', np.zeros(len(scales), np.int8))
        prefix = f'{output}.p'
        product = self.make('MatMulInteger', [f'{x}.d', weight, f'{x}.d.zero', zero], f'{prefix}.int32')
        product = self.make('Cast', [product], f'{prefix}.float', to=TensorProto.FLOAT)
        factors = self.make('Mul', [f'{x}.d.scale', self.add(f'{name}.q.scale', scales)], f'{prefix}.factors')
        if len(node.input) > 2:
            scaled = self.make('Mul', [product, factors], f'{prefix}.scaled')
            self.make('Add', [scaled, node.input[2]], output)
        else:
            self.make('Mul', [product, factors], output)

    def weights_alone(self, node: NodeProto) -> None:
        """The layer computes in float32 with a weight that is stored in int8."""
        is_transposed = node.op_type == 'ConvTranspose'
        if is_transposed and _attribute(node, 'group', 1) != 1:
            self.nodes.append(node)
            return
        node.input[1] = self.weight(node.input[1], 1 if is_transposed else 0)[0]
        self.nodes.append(node)


def _attribute(node: NodeProto, name: str, default: int) -> int:
    return next((attribute.i for attribute in node.attribute if attribute.name == name), default)
