"""Checkpoints are read strictly: what does not fit is named, in the published form and its variants."""

import json
import tempfile
import unittest
from pathlib import Path

import torch

from sotto_export.checkpoint import PARTS, load_kokoro, save_kokoro
from sotto_export.errors import ExportError
from sotto_export.kokoro import Kokoro, read_config
from sotto_export.random_weights import FULL, SMALL, random_kokoro, style_table
from sotto_export.vocabulary import VOCABULARY
from sotto_export.voices import VoiceTable, read_voices
from sotto_export.weight_norm import unfold_weight_norm, weight_norm_keys

# Of kokoro-v1_0.pth: one key of each kind of layer, as `part.key`, with its shape.
PUBLISHED = {
    'bert.embeddings.word_embeddings.weight': (178, 128),
    'bert.embeddings.position_embeddings.weight': (512, 128),
    'bert.encoder.embedding_hidden_mapping_in.weight': (768, 128),
    'bert.encoder.albert_layer_groups.0.albert_layers.0.attention.query.weight': (768, 768),
    'bert.encoder.albert_layer_groups.0.albert_layers.0.full_layer_layer_norm.bias': (768,),
    'bert.encoder.albert_layer_groups.0.albert_layers.0.ffn_output.weight': (768, 2048),
    'bert.pooler.weight': (768, 768),
    'bert_encoder.weight': (512, 768),
    'predictor.text_encoder.lstms.0.weight_ih_l0_reverse': (1024, 640),
    'predictor.text_encoder.lstms.5.fc.weight': (1024, 128),
    'predictor.lstm.weight_hh_l0': (1024, 256),
    'predictor.duration_proj.linear_layer.weight': (50, 512),
    'predictor.F0.1.conv1x1.weight_v': (256, 512, 1),
    'predictor.F0.1.pool.weight_v': (512, 1, 3),
    'predictor.N.2.norm1.fc.weight': (512, 128),
    'predictor.F0_proj.weight': (1, 256, 1),
    'text_encoder.cnn.0.0.weight_g': (512, 1, 1),
    'text_encoder.cnn.2.1.gamma': (512,),
    'text_encoder.lstm.bias_hh_l0': (1024,),
    'decoder.encode.conv1.weight_v': (1024, 514, 3),
    'decoder.decode.3.pool.bias': (1090,),
    'decoder.decode.3.conv1x1.weight_v': (512, 1090, 1),
    'decoder.F0_conv.weight_v': (1, 1, 3),
    'decoder.asr_res.0.weight_v': (64, 512, 1),
    'decoder.generator.m_source.l_linear.weight': (1, 9),
    'decoder.generator.noise_convs.0.weight': (256, 22, 12),
    'decoder.generator.noise_res.1.convs1.2.weight_v': (128, 128, 11),
    'decoder.generator.ups.0.weight_v': (512, 256, 20),
    'decoder.generator.resblocks.5.alpha2.2': (1, 128, 1),
    'decoder.generator.resblocks.0.adain1.0.fc.bias': (512,),
    'decoder.generator.conv_post.weight_v': (22, 128, 7),
}


class PublishedShapeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        model = Kokoro(FULL)
        cls.states = {}
        for part in PARTS:
            module = getattr(model, part)
            cls.states[part] = unfold_weight_norm(module.state_dict(), weight_norm_keys(module))

    def test_keys_and_shapes_are_the_published_ones(self) -> None:
        found = {f'{part}.{key}': tuple(value.shape) for part, state in self.states.items() for key, value in state.items()}
        self.assertEqual({key: found.get(key) for key in PUBLISHED}, PUBLISHED)

    def test_the_size_is_that_of_its_name(self) -> None:
        values = sum(value.numel() for state in self.states.values() for key, value in state.items() if 'weight_g' not in key)
        self.assertAlmostEqual(values / 1e6, 81.7, places=1)


class LoadingTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.model = random_kokoro(SMALL, 1)
        self.voices = [VoiceTable('af_one', style_table(SMALL, 2)), VoiceTable('jf_two', style_table(SMALL, 3))]
        save_kokoro(self.model, VOCABULARY, self.voices, self.folder)
        self.path = self.folder / 'model.pth'
        self.content = torch.load(self.path)

    def reload(self) -> Kokoro:
        torch.save(self.content, self.path)
        return load_kokoro(self.path, SMALL)

    def assert_refused(self, *words: str) -> None:
        with self.assertRaises(ExportError) as caught:
            self.reload()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertNotIn('\n', str(caught.exception))

    def assert_same(self, loaded: Kokoro) -> None:
        for key, value in self.model.state_dict().items():
            torch.testing.assert_close(loaded.state_dict()[key], value, rtol=1e-5, atol=1e-7)

    def test_a_checkpoint_comes_back(self) -> None:
        size, vocabulary = read_config(self.folder / 'config.json')
        self.assertEqual((size, vocabulary), (SMALL, VOCABULARY))
        self.assert_same(load_kokoro(self.path, size))

    def test_without_the_wrapper_and_with_newer_names(self) -> None:
        names = {'weight_g': 'parametrizations.weight.original0', 'weight_v': 'parametrizations.weight.original1'}
        for part, state in self.content.items():
            renamed = {}
            for key, value in state.items():
                stem, _, last = key.removeprefix('module.').rpartition('.')
                renamed[f'{stem}.{names.get(last, last)}' if stem else last] = value
            self.content[part] = renamed
        self.assert_same(self.reload())

    def test_what_nobody_computes_with_is_let_go(self) -> None:
        self.content['bert']['module.embeddings.position_ids'] = torch.arange(512)[None]
        self.content['decoder']['module.encode.norm1.norm.weight'] = torch.ones(66)
        self.content['decoder']['module.encode.norm1.norm.bias'] = torch.zeros(66)
        self.assert_same(self.reload())
        self.content['decoder']['module.encode.norm1.norm.bias'] = torch.ones(66)
        self.assert_refused('unexpected', 'encode.norm1.norm.bias')

    def test_what_does_not_fit_is_named(self) -> None:
        del self.content['predictor']['module.F0_proj.bias']
        self.content['predictor']['module.extra'] = torch.zeros(2)
        self.content['bert_encoder']['module.weight'] = torch.zeros(3, 5)
        self.content['text_encoder']['module.lstm.bias_ih_l0'][0] = torch.nan
        self.assert_refused(
            'predictor: missing: F0_proj.bias', 'predictor: unexpected: extra',
            'bert_encoder: of another shape: weight is 3×5, not 64×48', 'text_encoder: not finite: lstm.bias_ih_l0',
        )

    def test_other_files_are_refused_in_words(self) -> None:
        self.content = {'net': {}}
        self.assert_refused('bert', 'it has net')
        self.path.write_bytes(b'PK\x03\x04 cut off')
        with self.assertRaisesRegex(ExportError, 'download it again'):
            load_kokoro(self.path, SMALL)
        with self.assertRaisesRegex(ExportError, 'cannot be read'):
            load_kokoro(self.folder / 'none.pth', SMALL)

    def test_a_config_of_something_else(self) -> None:
        config = self.folder / 'config.json'
        config.write_text(json.dumps({'model_type': 'style_text_to_speech_2'}))
        with self.assertRaisesRegex(ExportError, 'plbert'):
            read_config(config)
        config.write_text('{')
        with self.assertRaisesRegex(ExportError, 'not JSON'):
            read_config(config)

    def test_voices(self) -> None:
        voices = read_voices(self.folder / 'voices', 256)
        self.assertEqual([(voice.id, voice.language) for voice in voices], [('af_one', 'en'), ('jf_two', None)])
        self.assertEqual((voices[0].name, voices[0].accent, voices[0].gender), ('One', 'American', 'female'))
        self.assertTrue((voices[0].style(9999) == self.voices[0].table[509]).all())
        (self.folder / 'voices' / 'am_short.bin').write_bytes(b'\0' * 100)
        with self.assertRaisesRegex(ExportError, 'am_short.bin'):
            read_voices(self.folder / 'voices', 256)


if __name__ == '__main__':
    unittest.main()
