import tempfile
import unittest
from pathlib import Path

import numpy as np

from . import alphabet
from .teachers import envelope, flite_voice, mandarin, timeline, tones, vocoder
from .teachers.english import asks_yes_or_no, marked_words
from .teachers.teach import discard_others


def word(text, *phonemes, language='en'):
    return {'kind': 'word', 'text': text, 'language': language, 'phonemes': list(phonemes)}


def mark(symbol):
    return {'kind': 'punct', 'symbol': symbol}


class ResumeTest(unittest.TestCase):
    def test_renderings_of_other_inputs_are_discarded_and_own_ones_kept(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            discard_others(folder, 'one')
            (folder / 'shards').mkdir()
            (folder / 'gains.json').write_text('{}')
            discard_others(folder, 'one')
            self.assertTrue((folder / 'shards').exists() and (folder / 'gains.json').exists())
            discard_others(folder, 'two')
            self.assertFalse((folder / 'shards').exists() or (folder / 'gains.json').exists())


class VocoderTest(unittest.TestCase):
    def test_pulses_have_the_f0_they_were_given(self):
        times, f0 = vocoder.pulse_times(np.full(200, 123.4), np.ones(200, bool))
        np.testing.assert_allclose(np.diff(times), vocoder.SAMPLE_RATE_HZ / 123.4, rtol=1e-6)
        np.testing.assert_allclose(f0, 123.4)

    def test_unvoiced_frames_have_no_pulses(self):
        voiced = np.arange(200) < 100
        times, _ = vocoder.pulse_times(np.full(200, 100.0), voiced)
        self.assertLess(times.max(), 101 * vocoder.FRAME_SAMPLES)

    def test_a_flat_filter_gives_unit_power(self):
        flat, full, none = np.zeros((100, vocoder.BIN_COUNT), np.float32), np.ones((100, 1)), np.zeros((100, 1))
        for pulse, noise in ((full, none), (none, full)):
            wave = vocoder.synthesize(flat, pulse, noise, np.full(100, 150.0), np.full(100, pulse[0, 0] > 0), 1)
            self.assertAlmostEqual(float(np.mean(wave**2)), 1.0, delta=0.15)

    def test_the_envelope_comes_back(self):
        resonance = -(((vocoder.BIN_HZ - 1500) / 700) ** 2)
        rows = np.tile(np.maximum(resonance, -4).astype(np.float32), (120, 1))
        ones, zeros = np.ones((120, 1)), np.zeros((120, 1))
        wave = vocoder.synthesize(rows, ones, zeros, np.full(120, 100.0), np.ones(120, bool), 1) * 1000
        self.assertAlmostEqual(envelope.steady_f0(wave), 100, delta=1)
        measured = envelope.log_envelope(wave, 100.0)[60] - np.log(1000)
        inside = (vocoder.BIN_HZ > 300) & (vocoder.BIN_HZ < 4000)
        self.assertLess(np.abs(measured - rows[0])[inside].max(), 0.35)


class TimelineTest(unittest.TestCase):
    def line(self):
        line = timeline.Timeline(5)
        line.pieces += [
            timeline.Piece(0, 0, 40, 0.05, True), timeline.Piece(1, 40, 60, 0.2), timeline.Piece(2, 60, 90, 0.11),
            timeline.Piece(3, 90, 130, 0.12, True), timeline.Piece(4, 130, 130, 0.05, True),
        ]
        return line

    def test_durations_sum_to_the_frames(self):
        line = self.line()
        self.assertAlmostEqual(float(line.durations().sum()), line.frame_count(), places=4)

    def test_the_source_runs_forward_and_sounds_are_stretched(self):
        position, depth = self.line().source_positions()
        self.assertTrue((np.diff(position) >= -1e-6).all())
        self.assertEqual(len(position), round(self.line().frame_count() * 2.5))
        self.assertTrue((depth[12:70] == 0).all())
        self.assertAlmostEqual(position[10], 40, delta=0.01)
        self.assertAlmostEqual(position[30], 50, delta=0.01)


class EnglishTest(unittest.TestCase):
    def test_stress_goes_to_the_vowel_after_it(self):
        self.assertEqual(flite_voice.flite_phones(['h', 'ə', 'l', 'ˈ', 'O']), ['hh', 'ax0', 'l', 'ow1'])
        with self.assertRaises(flite_voice.Unsayable):
            flite_voice.flite_phones(['x'])

    def test_marks_belong_to_the_word_before(self):
        units = [mark('…'), word('a', 'ə'), mark(','), mark('—'), word('b', 'b')]
        self.assertEqual(marked_words(units), [(1, ',', 2), (4, '', -1)])

    def test_only_yes_or_no_questions_rise(self):
        self.assertTrue(asks_yes_or_no([word('Is', 'ɪ'), word('it', 't'), word('so', 's'), mark('?')]))
        self.assertFalse(asks_yes_or_no([word('Why', 'w'), word('is', 'ɪ'), word('it', 't'), mark('?')]))
        self.assertFalse(asks_yes_or_no([word('Is', 'ɪ'), word('it', 't'), mark('.')]))


class MandarinTest(unittest.TestCase):
    def test_syllables_find_their_tokens_and_spelling(self):
        units = [word('女儿', 'n', 'y', '↓', 'aɻ', '↗', language='zh'), word('吗', 'm', 'a', language='zh')]
        ids, owner = alphabet.tokenize(units)
        syllables = mandarin.syllables_of(units, ids, owner)
        self.assertEqual([s.pinyin() for s in syllables], ['nü3', 'er2', 'ma5'])
        self.assertEqual([(s.initial_token, s.final_token) for s in syllables], [(1, 2), (-1, 4), (6, 7)])

    def test_spelling_of_bare_finals_and_palatals(self):
        def spelled(initial, final):
            return mandarin.SpokenSyllable(initial, final, 4, 0, 1, 0).pinyin()

        self.assertEqual(spelled('', 'joʊ'), 'you4')
        self.assertEqual(spelled('ʨʰ', 'ɥɛn'), 'quan4')
        self.assertEqual(spelled('ʂ', 'ɨ'), 'shi4')
        self.assertEqual(spelled('p', 'wo'), 'bo4')

    def test_tones_have_their_shapes(self):
        def shape(tone):
            curve = tones.contour([tones.Syllable(tone, 0.1, 0.4, False)], 100, False)[20:80]
            return curve[10], curve[-1]

        self.assertAlmostEqual(shape(1)[0], shape(1)[1], delta=0.5)
        self.assertGreater(shape(2)[1] - shape(2)[0], 3)
        self.assertLess(shape(3)[1], -4)
        self.assertLess(shape(4)[1] - shape(4)[0], -4)

    def test_the_state_is_carried_over_syllables(self):
        syllables = [tones.Syllable(1, 0.0, 0.2, False), tones.Syllable(3, 0.2, 0.4, True)]
        curve = tones.contour(syllables, 80, False)
        self.assertLess(np.abs(np.diff(curve)).max(), 2)

    def test_approach_starts_from_the_state_and_reaches_the_target(self):
        values, state = tones.approach(np.array([2.0, 0.0, 0.0]), -3.0, 10.0, np.array([0.0, 1.0]))
        self.assertAlmostEqual(values[0], 2.0)
        self.assertAlmostEqual(values[1], 7.0, delta=1e-3)
        self.assertAlmostEqual(state[1], 10.0, delta=1e-2)


if __name__ == '__main__':
    unittest.main()
