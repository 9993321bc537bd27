"""StyleTTS2: configs, symbols, recordings and checkpoints are read as they are published, and refused with a reason."""

import math
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import yaml
from scipy.io import wavfile

from sotto_export.errors import ExportError
from sotto_export.hifigan import Generator
from sotto_export.mel import SAMPLE_RATE_HZ
from sotto_export.normalisation import GivenStatistics, MeasuredStatistics
from sotto_export.references import read_reference, trimmed, voice_id
from sotto_export.staged_pack import HIFIGAN_CONTEXT_FRAMES
from sotto_export.styletts2_alphabet import SYMBOLS, alphabet, spelled, symbol_table
from sotto_export.styletts2_checkpoint import load_lite, load_styletts2, save_styletts2
from sotto_export.styletts2_config import lite_size, lite_symbols, read_config, styletts2_size
from sotto_export.styletts2_pack import calibration_tokens, diffusion_settings, drawn_voice, voice_of
from sotto_export.styletts2_random import MODELS, SMALL_HIFIGAN, random_styletts2, size_of

HOP = 300


class FolderTest(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = Path(place.name)


class CheckpointTest(FolderTest):
    def load(self, model: str) -> tuple[torch.nn.Module, torch.nn.Module]:
        """A random model, and what is read from its files."""
        made = random_styletts2(size_of(model, is_full=False), 1)
        save_styletts2(made, self.folder)
        path = self.folder / 'config.yml'
        config = read_config(path)
        if model == 'lite':
            return made, load_lite(self.folder / 'model.pth', lite_size(config, path))
        return made, load_styletts2(self.folder / 'model.pth', styletts2_size(config, path))

    def test_every_architecture_comes_back_from_its_published_form(self) -> None:
        for model in MODELS:
            made, read = self.load(model)
            self.assertEqual(read.size, made.size)
            for key, value in made.state_dict().items():
                torch.testing.assert_close(read.state_dict()[key], value, rtol=1e-4, atol=1e-5, msg=key)

    def test_the_other_kind_of_checkpoint_is_named(self) -> None:
        save_styletts2(random_styletts2(size_of('lite', is_full=False), 1), self.folder)
        with self.assertRaisesRegex(ExportError, 'has no bert.*command lite'):
            load_styletts2(self.folder / 'model.pth', size_of('styletts2-libritts', is_full=False))

    def test_a_config_of_another_training_is_found_out(self) -> None:
        save_styletts2(random_styletts2(size_of('styletts2-ljspeech', is_full=False), 1), self.folder)
        with self.assertRaisesRegex(ExportError, 'does not fit its config.*decoder: missing'):
            load_styletts2(self.folder / 'model.pth', size_of('styletts2-libritts', is_full=False))

    def test_lite_magnitudes_are_those_of_the_transform_it_was_trained_with(self) -> None:
        istftnet = size_of('styletts2-ljspeech', is_full=False).decoder
        size = size_of('lite', is_full=False)
        size = type(size)(**{**size.__dict__, 'decoder': istftnet})
        made = random_styletts2(size, 1)
        save_styletts2(made, self.folder)
        read = load_lite(self.folder / 'model.pth', size)
        gains = read.decoder.generator.conv_post.bias - made.decoder.generator.conv_post.bias
        bins = istftnet.gen_istft_n_fft // 2 + 1
        expected = [math.log(1.5), *[math.log(0.75)] * (bins - 2), math.log(1.5)]
        torch.testing.assert_close(gains[:bins], torch.tensor(expected), rtol=0, atol=1e-5)
        self.assertFalse(gains[bins:].any())


class ConfigTest(FolderTest):
    def size(self, **decoder: object) -> None:
        save_styletts2(random_styletts2(size_of('lite', is_full=False), 1), self.folder)
        path = self.folder / 'config.yml'
        config = read_config(path)
        config['model_params']['decoder'].update(decoder)
        lite_size(config, path)

    def test_vocos_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(ExportError, 'vocos.*no published checkpoint'):
            self.size(type='vocos')

    def test_what_is_missing_is_named(self) -> None:
        with self.assertRaisesRegex(ExportError, 'gen_istft_n_fft'):
            self.size(type='istftnet')

    def test_what_is_no_config_is_refused(self) -> None:
        path = self.folder / 'config.yml'
        with self.assertRaisesRegex(ExportError, 'cannot be read'):
            read_config(path)
        for text in ('[1, 2', 'a: 1'):
            path.write_text(text)
            with self.assertRaisesRegex(ExportError, 'config.yml'):
                read_config(path)

    def test_symbols_that_lite_adds_get_the_next_numbers(self) -> None:
        symbol = {'pad': '$', 'punctuation': ',.', 'letters': 'ab', 'letters_ipa': 'ɑ', 'extend': 'đ'}
        self.assertEqual(symbol_table(lite_symbols({'symbol': symbol}))['đ'], 6)
        self.assertEqual(lite_symbols(yaml.safe_load('{}')), SYMBOLS)


class AlphabetTest(unittest.TestCase):
    def test_numbers_are_those_of_the_published_table(self) -> None:
        table = symbol_table()
        self.assertEqual(len(SYMBOLS), 178)
        known = {';': 1, ' ': 16, 'A': 17, 'a': 43, 'ɑ': 69, 'ˈ': 156, 'ː': 158, "'": 176, 'ᵻ': 177}
        self.assertEqual({symbol: table[symbol] for symbol in known}, known)
        self.assertNotIn('$', table)

    def test_spelling_is_that_of_espeak(self) -> None:
        for phonemes, written in (
            ('həlˈO, wˈɜɹld!', 'həlˈoʊ , wˈɜːld !'),
            ('ʤˈʌʤ hæz sˈin A fjˈu', 'dʒˈʌdʒ hæz sˈiːn eɪ fjˈuː'),
            ('hˈæpi', 'hˈæpi'),
            ('wˈɔTəɹ', 'wˈɔːTɚ'),
        ):
            self.assertEqual(spelled(phonemes), written)

    def test_only_lite_ends_in_a_pad(self) -> None:
        self.assertEqual((alphabet(SYMBOLS, False)['after'], alphabet(SYMBOLS, True)['after']), ([], [0]))
        for has_end in (False, True):
            for tokens in calibration_tokens(SYMBOLS, has_end):
                self.assertEqual((int(tokens[0, 0]), int(tokens[0, -1]) == 0), (0, has_end))


class ReferenceTest(FolderTest):
    def write(self, samples: np.ndarray, rate_hz: int = SAMPLE_RATE_HZ) -> Path:
        path = self.folder / 'Anna reads (2).wav'
        wavfile.write(path, rate_hz, samples)
        return path

    def tone(self, seconds: float, rate_hz: int = SAMPLE_RATE_HZ) -> np.ndarray:
        return np.sin(2 * np.pi * 200 * np.arange(round(seconds * rate_hz)) / rate_hz)

    def test_formats_rates_and_channels_give_the_same_samples(self) -> None:
        reference = read_reference(self.write(self.tone(2).astype(np.float32))).samples
        for samples, rate_hz in (
            ((self.tone(2) * 32767).astype(np.int16), SAMPLE_RATE_HZ),
            (np.stack([self.tone(2, 48000)] * 2, 1).astype(np.float32), 48000),
        ):
            found = read_reference(self.write(samples, rate_hz)).samples
            self.assertEqual(len(found), len(reference))
            self.assertLess(np.abs(found - reference)[1000:-1000].max(), 2e-3)

    def test_silence_at_the_ends_is_cut(self) -> None:
        silence = np.zeros(SAMPLE_RATE_HZ)
        found = trimmed(np.concatenate([silence, self.tone(2), silence]).astype(np.float32))
        self.assertLess(abs(len(found) / SAMPLE_RATE_HZ - 2), 0.15)

    def test_what_is_no_use_is_refused(self) -> None:
        for samples, reason in ((self.tone(0.5), '0.5 s'), (self.tone(3) * 0, 'silent'), (self.tone(61), '61.0 s')):
            with self.assertRaisesRegex(ExportError, reason):
                read_reference(self.write(samples.astype(np.float32)))
        path = self.folder / 'text.wav'
        path.write_text('no audio')
        with self.assertRaisesRegex(ExportError, 'cannot be read as WAV'):
            read_reference(path)

    def test_a_voice_is_called_as_its_file_is_and_has_both_halves(self) -> None:
        reference = read_reference(self.write(self.tone(2).astype(np.float32)))
        self.assertEqual((reference.id, reference.name), ('anna_reads_2', 'Anna Reads 2'))
        self.assertEqual(voice_id('…'), 'voice')
        for model, width in (('styletts2-libritts', 256), ('lite', 128)):
            voice = voice_of(random_styletts2(size_of(model, is_full=False), 1), reference)
            self.assertEqual(voice.style.shape, (1, width))
            self.assertTrue(np.isfinite(voice.style).all())


class SingleSpeakerTest(unittest.TestCase):
    def test_its_voice_is_drawn_the_same_each_time(self) -> None:
        model = random_styletts2(size_of('styletts2-ljspeech', is_full=False), 1)
        first, second = drawn_voice(model, SYMBOLS), drawn_voice(model, SYMBOLS)
        self.assertEqual(first.style.shape, (1, 256))
        np.testing.assert_array_equal(first.style, second.style)
        self.assertEqual(diffusion_settings(model)['beta'], 1.0)


class HifiGanTest(unittest.TestCase):
    def test_windows_with_given_statistics_equal_the_whole(self) -> None:
        torch.manual_seed(0)
        generator = Generator(SMALL_HIFIGAN, 16).eval()
        frames, start, end = 60, 20, 36
        x, style = torch.randn(1, generator.channels_in, frames), torch.randn(1, 16)
        with torch.no_grad():
            har = generator.source(torch.full((1, frames), 120.0), torch.ones(1))
            measured = MeasuredStatistics()
            whole = generator(x, har, style, measured)
            self.assertEqual(whole.shape, (1, frames * HOP))
            given = GivenStatistics({int(pair[0].shape[1]): pair for pair in measured.by_width()})
            first, last = start - HIFIGAN_CONTEXT_FRAMES, end + HIFIGAN_CONTEXT_FRAMES
            window = generator(x[..., first:last], har[..., first * HOP : last * HOP], style, given)
        inner = window[:, HIFIGAN_CONTEXT_FRAMES * HOP : -HIFIGAN_CONTEXT_FRAMES * HOP]
        error = inner - whole[:, start * HOP : end * HOP]
        self.assertLess(float(error.norm() / inner.norm()), 1e-3)


if __name__ == '__main__':
    unittest.main()
