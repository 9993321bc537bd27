"""Weights beside graphs: what a file of them holds, and that a model is the same with them as before."""

import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper, numpy_helper

from sotto_export.onnx_files import save
from sotto_export.pack_files import GraphTargets, described, files_of
from sotto_export.weights_file import ALIGNMENT_BYTES, SMALLEST_BYTES, WeightsFile

# Its size is no multiple of the alignment.
LARGE = np.arange(300, dtype=np.float32)
OTHER = LARGE[::-1].copy()
SMALL = np.arange(SMALLEST_BYTES // 4 - 1, dtype=np.float32)


def model_of(**weights: np.ndarray) -> ModelProto:
    """A model that gives its weights."""
    nodes = [helper.make_node('Identity', [name], [f'{name}_out']) for name in weights]
    outputs = [helper.make_tensor_value_info(f'{name}_out', TensorProto.FLOAT, one.shape) for name, one in weights.items()]
    tensors = [numpy_helper.from_array(one, name) for name, one in weights.items()]
    return helper.make_model(helper.make_graph(nodes, 'weights', [], outputs, tensors))


def places_of(path: Path) -> dict[str, dict[str, str]]:
    """Where the tensors of a model are that are not inside."""
    tensors = onnx.load(str(path), load_external_data=False).graph.initializer
    return {one.name: {entry.key: entry.value for entry in one.external_data} for one in tensors if one.external_data}


class WeightsFileTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_model_reads_its_weights_as_they_were(self) -> None:
        weights = {'large': LARGE, 'other': OTHER, 'small': SMALL}
        save(model_of(**weights), self.folder / 'a.onnx', WeightsFile(self.folder / 'a.weights'))
        places = places_of(self.folder / 'a.onnx')
        self.assertEqual(places.keys(), {'large', 'other'})
        for place in places.values():
            self.assertEqual((place['location'], int(place['offset']) % ALIGNMENT_BYTES), ('a.weights', 0))
        for tensor in onnx.load(str(self.folder / 'a.onnx')).graph.initializer:
            np.testing.assert_array_equal(numpy_helper.to_array(tensor), weights[tensor.name])

    def test_what_graphs_have_in_common_is_there_once(self) -> None:
        weights = WeightsFile(self.folder / 'both.weights')
        save(model_of(one=LARGE), self.folder / 'a.onnx', weights)
        bytes_of_first = weights.path.stat().st_size
        save(model_of(same=LARGE), self.folder / 'b.onnx', weights)
        self.assertEqual(weights.path.stat().st_size, bytes_of_first)
        self.assertEqual(places_of(self.folder / 'a.onnx')['one'], places_of(self.folder / 'b.onnx')['same'])

    def test_graphs_of_the_same_layers_name_one_file(self) -> None:
        targets = GraphTargets(self.folder, 'fp32')
        for graph in ('trunk', 'generator', 'generatorExact'):
            save(model_of(large=LARGE), *targets.of(graph))
        entries = targets.described()
        files = {graph: (entry['file'], entry['weights']['file']) for graph, entry in entries.items()}
        self.assertEqual(
            files,
            {
                'trunk': ('trunk.fp32.onnx', 'trunk.fp32.weights'),
                'generator': ('generator.fp32.onnx', 'generator.fp32.weights'),
                'generatorExact': ('generatorExact.fp32.onnx', 'generator.fp32.weights'),
            },
        )
        self.assertEqual(entries['generatorExact']['weights'], described(self.folder / 'generator.fp32.weights'))
        sizes = files_of(entries.values())
        self.assertEqual(sizes, {path.name: path.stat().st_size for path in self.folder.iterdir()})


if __name__ == '__main__':
    unittest.main()
