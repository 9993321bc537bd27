"""The pack of a random Kokoro of reduced size: its manifest adds up, its graphs have the promised names and kernels."""

import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import onnx
import torch

from sotto_export.community import sherpa_metadata, tokenizer
from sotto_export.errors import ExportError
from sotto_export.graphs import AcousticGraph
from sotto_export.kokoro_pack import example_utterance, kokoro_pack, usable_voices
from sotto_export.pack_files import described
from sotto_export.random_weights import SMALL, random_kokoro, style_table
from sotto_export.staged_pack import Description, write_staged_pack
from sotto_export.vocabulary import VOCABULARY
from sotto_export.voices import VoiceTable

VOICES = [VoiceTable('am_one', style_table(SMALL, 2)), VoiceTable('zf_001', style_table(SMALL, 3))]
STATISTICS = ['m1', 'q1', 'm2', 'q2']


def silent(_line: str) -> None:
    """Progress that nobody reads."""


class PackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.model = random_kokoro(SMALL, 1)
        description = Description('tiny', '1', 'Tiny', 'GPL-3.0-or-later', 'random')
        with torch.no_grad():
            write_staged_pack(kokoro_pack(cls.model, VOCABULARY, VOICES, description, silent), cls.folder, silent)
        cls.manifest = json.loads((cls.folder / 'pack.json').read_text())

    def graph(self, name: str) -> onnx.GraphProto:
        return onnx.load(str(self.folder / self.manifest['graphs'][name]['fp32']['file'])).graph

    def test_graphs_have_the_names_of_the_contract(self) -> None:
        expected = {
            'acoustic': (
                ['tokens', 'style', 'length_scale', 'pitch', 'f0_range', 'energy', 'pause_frames'],
                ['asr', 'f0', 'n', 'durations'],
            ),
            'trunk': (['asr', 'f0', 'n', 'style', 'noise_scale'], ['x', 'har']),
            'generator': (['x', 'har', 'style', *STATISTICS], ['waveform']),
            'generatorExact': (['x', 'har', 'style'], ['waveform', *STATISTICS]),
        }
        for name, (inputs, outputs) in expected.items():
            with self.subTest(name):
                graph = self.graph(name)
                self.assertEqual([value.name for value in graph.input], inputs)
                self.assertEqual([value.name for value in graph.output], outputs)

    def test_convolutions_are_two_dimensional_and_none_doubles_channels_alone(self) -> None:
        for name in self.manifest['graphs']:
            graph = self.graph(name)
            dims = {tensor.name: len(tensor.dims) for tensor in graph.initializer}
            convolutions = [node for node in graph.node if node.op_type in ('Conv', 'ConvTranspose')]
            self.assertEqual({dims[node.input[1]] for node in convolutions}, {4}, name)
            groups = [a.i for node in convolutions for a in node.attribute if a.name == 'group']
            self.assertEqual(set(groups), {1}, name)

    def test_the_manifest_adds_up(self) -> None:
        for files in self.manifest['graphs'].values():
            entry, weights = files['fp32'], files['fp32']['weights']
            self.assertEqual(entry, {**described(self.folder / entry['file']), 'weights': weights})
            self.assertEqual(weights, described(self.folder / weights['file']))
        staged, table = self.manifest['staged'], self.manifest['staged']['table']
        self.assertEqual([one['name'] for one in staged['inputs']], STATISTICS)
        self.assertEqual(table['width'], sum(int(np.prod(one['shape'])) for one in staged['inputs']))
        self.assertEqual((table['rows'], staged['framesPerDuration'], staged['harPerFrame'], staged['harExtra']), (3, 2, 60, 1))
        rows = np.fromfile(self.folder / table['file'], '<f4').reshape(3, -1)
        np.testing.assert_allclose(rows[2], rows[:2].mean(0), rtol=1e-5, atol=1e-6)
        self.assertEqual(self.manifest['styles']['rows'], 1020)
        self.assertEqual([voice['styles']['neutral']['row'] for voice in self.manifest['voices']], [0, 510])
        self.assertEqual([voice['name'] for voice in self.manifest['voices']], ['One', 'Female 001'])
        self.assertEqual(self.manifest['languages'], ['en', 'zh'])

    def test_controls_do_what_they_say(self) -> None:
        tokens, style = example_utterance(VOCABULARY, VOICES[0])
        graph = AcousticGraph(self.model)

        def say(length: float = 1, pitch: float = 0, width: float = 1, energy: float = 0, pause: float = -1) -> tuple:
            pauses = -torch.ones(tokens.shape)
            pauses[0, 3] = pause
            values = [torch.tensor([value]) for value in (length, pitch, width, energy)]
            with torch.no_grad():
                return graph(tokens, style, *values, pauses)

        asr, f0, n, durations = say()
        self.assertEqual((asr.shape[-1], f0.shape[-1]), (int(durations.sum()), 2 * int(durations.sum())))
        self.assertGreaterEqual(int(durations.min()), 1)
        self.assertAlmostEqual(int(say(length=2)[3].sum()) / int(durations.sum()), 2, delta=0.1)
        self.assertEqual(int(say(pause=7)[3][0, 3]), 7)
        torch.testing.assert_close(say(pitch=12)[1], f0 * 2)
        torch.testing.assert_close(say(energy=10)[2], n + np.log(10))
        flat = say(width=0)[1]
        self.assertLess(float(flat.std()), 1e-2)


class LayoutTest(unittest.TestCase):
    def test_voices_of_other_languages_are_said_and_left_out(self) -> None:
        lines: list[str] = []
        foreign = VoiceTable('jf_two', VOICES[0].table)
        self.assertEqual(usable_voices([*VOICES, foreign], lines.append), VOICES)
        self.assertIn('jf_two', lines[0])
        with self.assertRaises(ExportError):
            usable_voices([foreign], silent)

    def test_the_tokenizer_keeps_what_the_vocabulary_has(self) -> None:
        made = tokenizer({'-': 1, 'a': 2, ']': 3})
        self.assertEqual(made['normalizer']['pattern']['Regex'], r'[^$\-a\]]')
        self.assertEqual(made['model']['vocab'], {'$': 0, '-': 1, 'a': 2, ']': 3})

    def test_the_metadata_of_sherpa(self) -> None:
        found = sherpa_metadata(VOICES, 510)
        self.assertEqual((found['style_dim'], found['n_speakers'], found['speaker_names']), ('510,1,256', '2', 'am_one,zf_001'))


if __name__ == '__main__':
    unittest.main()
