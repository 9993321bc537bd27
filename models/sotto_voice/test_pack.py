"""Export and pack: the graphs have the promised inputs, half storage keeps the values, the manifest adds up."""

import hashlib
import json
import tempfile
import unittest
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from sotto_voice import pack
from sotto_voice.checkpoint import new_acoustic, new_decoder
from sotto_voice.dataset import VOICE_NAMES
from sotto_voice.export import export_models


class PackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        torch.manual_seed(0)
        cls.folder = tempfile.TemporaryDirectory()
        cls.exported = Path(cls.folder.name) / 'exported'
        cls.out = Path(cls.folder.name) / 'pack'
        cls.network = new_acoustic().eval()
        with warnings.catch_warnings():
            # The tracer warns of values that are constant on purpose.
            warnings.simplefilter('ignore')
            export_models(cls.network, new_decoder().eval(), cls.exported)
        gains = {(voice, style): -1.234 for voice in VOICE_NAMES for style in pack.CONTROLS}
        pack.write_pack(cls.network, cls.exported, cls.out, gains)
        cls.manifest = json.loads((cls.out / 'pack.json').read_text())

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def test_inputs_and_outputs_have_their_names(self) -> None:
        graph = onnx.load(str(self.exported / 'acoustic.fp32.onnx')).graph
        self.assertEqual(
            [value.name for value in graph.input],
            ['tokens', 'style', 'length_scale', 'pitch', 'f0_range', 'energy', 'noise_scale', 'pause_frames'],
        )
        self.assertEqual([value.name for value in graph.output], ['features', 'f0', 'frame_energy', 'durations'])
        graph = onnx.load(str(self.exported / 'decoder.fp32.onnx')).graph
        self.assertEqual([value.name for value in (*graph.input, *graph.output)], ['features', 'waveform'])

    def test_half_storage_keeps_the_values(self) -> None:
        full, half = (onnx.load(str(self.exported / f'decoder.{kind}.onnx')).graph for kind in ('fp32', 'fp16'))
        stored = {tensor.name.removesuffix('.half'): numpy_helper.to_array(tensor) for tensor in half.initializer}
        self.assertTrue(any(values.dtype == np.float16 for values in stored.values()))
        for tensor in full.initializer:
            values = numpy_helper.to_array(tensor)
            np.testing.assert_allclose(stored[tensor.name].astype(values.dtype), values, atol=0.05, rtol=1e-3)

    def test_no_random_operators(self) -> None:
        for path in self.exported.iterdir():
            kinds = {node.op_type for node in onnx.load(str(path)).graph.node}
            self.assertFalse({kind for kind in kinds if kind.startswith('Random')})

    def test_hashes_are_those_of_the_files(self) -> None:
        files = [*self.manifest['graphs']['acoustic'].values(), *self.manifest['graphs']['decoder'].values()]
        for entry in (*files, self.manifest['styles']):
            data = (self.out / entry['file']).read_bytes()
            self.assertEqual(len(data), entry['bytes'])
            self.assertEqual(hashlib.sha256(data).hexdigest(), entry['sha256'])

    def test_every_voice_has_every_style_and_its_own_rows(self) -> None:
        styles = self.manifest['styles']
        table = np.fromfile(self.out / styles['file'], '<f4').reshape(styles['rows'], styles['width'])
        for number, voice in enumerate(self.manifest['voices']):
            self.assertEqual(set(voice['styles']), {'neutral', 'calm', 'lively', 'whisper'})
            for name, trained in (('neutral', 0), ('whisper', 1)):
                vector = self.network.style_vector(torch.tensor([number]), torch.tensor([trained]))
                np.testing.assert_allclose(table[voice['styles'][name]['row']], vector[0].detach(), rtol=1e-6)


if __name__ == '__main__':
    unittest.main()
