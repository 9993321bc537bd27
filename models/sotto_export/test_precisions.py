"""Precisions: what is converted, what is left alone, and that a conversion keeps the values."""

import unittest

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper, numpy_helper

from sotto_export.eight_bits import RANGE_PREFIX, add_range_outputs, to_int8
from sotto_export.half_precision import to_half
from sotto_export.sensitive import bypass_identities, robust_layers

CHANNELS, LENGTH = 96, 20


def model() -> ModelProto:
    """x -> a convolution, Snake's sine of it, a product, and a convolution whose result is an exponent."""
    rng = np.random.default_rng(0)

    def weight(name: str, *shape: int) -> TensorProto:
        return numpy_helper.from_array((rng.standard_normal(shape) / 20).astype(np.float32), name)

    nodes = [
        helper.make_node('Conv', ['x', 'first.weight', 'first.bias'], ['first']),
        helper.make_node('Mul', ['first', 'alpha'], ['scaled']),
        helper.make_node('Sin', ['scaled'], ['sine']),
        helper.make_node('Conv', ['sine', 'level.weight'], ['level']),
        helper.make_node('Slice', ['level', 'from', 'to', 'axis'], ['bins']),
        helper.make_node('Exp', ['bins'], ['magnitude']),
        helper.make_node('Squeeze', ['sine', 'height'], ['flat']),
        helper.make_node('MatMul', ['product.weight', 'flat'], ['left']),
        helper.make_node('Transpose', ['flat'], ['columns'], perm=[0, 2, 1]),
        helper.make_node('MatMul', ['columns', 'product.weight'], ['product']),
    ]
    stored = [
        weight('first.weight', CHANNELS, CHANNELS, 1, 1), weight('first.bias', CHANNELS),
        weight('level.weight', CHANNELS, CHANNELS, 1, 1), weight('product.weight', CHANNELS, CHANNELS),
        weight('alpha', 1, CHANNELS, 1, 1),
        *(numpy_helper.from_array(np.array([number], np.int64), name)
          for name, number in (('from', 0), ('to', 4), ('axis', 1), ('height', 2))),
    ]
    graph = helper.make_graph(
        nodes, 'graph', [helper.make_tensor_value_info('x', TensorProto.FLOAT, [1, CHANNELS, 1, LENGTH])],
        [
            helper.make_tensor_value_info('magnitude', TensorProto.FLOAT, [1, 4, 1, LENGTH]),
            helper.make_tensor_value_info('product', TensorProto.FLOAT, [1, LENGTH, CHANNELS]),
            helper.make_tensor_value_info('left', TensorProto.FLOAT, [1, CHANNELS, LENGTH]),
        ],
        stored,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=8)


def stored_types(converted: ModelProto) -> dict[str, int]:
    return {tensor.name: tensor.data_type for tensor in converted.graph.initializer}


def maker_of(converted: ModelProto, name: str) -> onnx.NodeProto:
    return next(node for node in converted.graph.node if name in node.output)


class SensitiveTest(unittest.TestCase):
    def test_what_an_exponent_or_a_sine_is_taken_of_is_left_alone(self) -> None:
        self.assertEqual([node.output[0] for node in robust_layers(model().graph)], ['first', 'product'])


    def test_a_stored_weight_is_found_behind_an_identity(self) -> None:
        shared = model()
        nodes = list(shared.graph.node)
        nodes[-1].input[1] = 'again'
        shared.graph.node.insert(0, helper.make_node('Identity', ['product.weight'], ['again']))
        bypass_identities(shared.graph)
        self.assertEqual([node.output[0] for node in robust_layers(shared.graph)], ['first', 'product'])
        self.assertNotIn('Identity', {node.op_type for node in shared.graph.node})


class HalfTest(unittest.TestCase):
    def setUp(self) -> None:
        self.converted = model()
        to_half(self.converted)
        onnx.checker.check_model(self.converted, full_check=True)

    def test_robust_layers_compute_in_half_and_give_full(self) -> None:
        cast = maker_of(self.converted, 'first')
        self.assertEqual((cast.op_type, maker_of(self.converted, cast.input[0]).op_type), ('Cast', 'Conv'))
        types = stored_types(self.converted)
        self.assertEqual({types[name] for name in ('first.weight.half', 'first.bias.half')}, {TensorProto.FLOAT16})

    def test_the_others_compute_in_full_from_what_is_stored_in_half(self) -> None:
        level = maker_of(self.converted, 'level')
        self.assertEqual(list(level.input), ['sine', 'level.weight'])
        self.assertEqual(maker_of(self.converted, 'level.weight').op_type, 'Cast')
        self.assertEqual(stored_types(self.converted)['level.weight.stored'], TensorProto.FLOAT16)
        self.assertNotIn('first.weight', stored_types(self.converted))


class EightBitsTest(unittest.TestCase):
    def convert(self, ranges: dict[str, tuple[float, float]]) -> ModelProto:
        converted = model()
        to_int8(converted, ranges)
        onnx.checker.check_model(converted, full_check=True)
        return converted

    def test_ranges_are_asked_for_about_every_convolution(self) -> None:
        asking = model()
        add_range_outputs(asking)
        onnx.checker.check_model(asking, full_check=True)
        names = {output.name for output in asking.graph.output if output.name.startswith(RANGE_PREFIX)}
        self.assertEqual(names, {f'{RANGE_PREFIX}x', f'{RANGE_PREFIX}first'})

    def test_a_convolution_stands_between_quantised_tensors(self) -> None:
        converted = self.convert({'x': (-1.0, 3.0), 'first': (-2.0, 2.0)})
        last = maker_of(converted, 'first')
        convolution = maker_of(converted, maker_of(converted, last.input[0]).input[0])
        kinds = [maker_of(converted, name).op_type for name in convolution.input]
        self.assertEqual((last.op_type, convolution.op_type), ('DequantizeLinear', 'Conv'))
        self.assertEqual(kinds, ['DequantizeLinear'] * 3)

    def test_weights_come_back_within_half_a_step(self) -> None:
        converted = self.convert({'x': (-1.0, 3.0), 'first': (-2.0, 2.0)})
        stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in converted.graph.initializer}
        scales = stored['first.weight.q0.scale'][:, None, None, None]
        original = next(tensor for tensor in model().graph.initializer if tensor.name == 'first.weight')
        error = np.abs(stored['first.weight.q0'] * scales - numpy_helper.to_array(original))
        self.assertTrue((error <= scales / 2 + 1e-7).all())
        self.assertEqual(len(np.unique(scales)), CHANNELS)

    def test_zero_is_a_level_of_every_activation(self) -> None:
        converted = self.convert({'x': (0.5, 3.0), 'first': (-2.0, -1.0)})
        stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in converted.graph.initializer}
        self.assertEqual((int(stored['x.a.zero']), int(stored['first.o.zero'])), (-128, 127))

    def test_what_was_not_observed_has_its_weights_alone_in_int8(self) -> None:
        converted = self.convert({})
        convolution = maker_of(converted, 'first')
        kinds = {name: node.op_type for node in converted.graph.node for name in node.output}
        self.assertEqual([kinds.get(name) for name in convolution.input], [None, 'DequantizeLinear', None])

    def test_a_product_measures_its_activations_as_they_come(self) -> None:
        kinds = {node.op_type for node in self.convert({}).graph.node}
        self.assertLessEqual({'DynamicQuantizeLinear', 'MatMulInteger'}, kinds)


if __name__ == '__main__':
    unittest.main()
