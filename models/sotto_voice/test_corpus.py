import unittest
from pathlib import Path

from . import corpus_en, corpus_zh

DICTIONARY = Path(__file__).resolve().parents[2] / 'node_modules' / 'cmu-pronouncing-dictionary' / 'index.js'


class CorpusTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_sentences(self):
        self.assertEqual(corpus_en.test_sentences(30, 3), corpus_en.test_sentences(30, 3))
        self.assertEqual(corpus_zh.sentences(1100, 3), corpus_zh.sentences(1100, 3))

    def test_sentences_differ_and_are_short_enough(self):
        for texts, longest in ((corpus_en.test_sentences(200, 5), 130), (corpus_zh.test_sentences(200, 5), 22)):
            self.assertEqual(len(texts), len(set(texts)))
            self.assertLessEqual(max(map(len, texts)), longest)

    def test_every_common_character_is_said(self):
        said = set(''.join(corpus_zh.character_lines(1)))
        self.assertEqual(len(corpus_zh.common_characters()), 3755)
        self.assertTrue(set(corpus_zh.common_characters()) <= said)

    @unittest.skipUnless(DICTIONARY.exists(), 'needs npm ci')
    def test_rare_words_hold_the_rare_pairs(self):
        text = ' '.join(corpus_en.rare_words(DICTIONARY, 1, 0))
        self.assertGreater(len(text.split()), 1000)

    @unittest.skipUnless(DICTIONARY.exists(), 'needs npm ci')
    def test_marks_of_all_kinds_turn_up(self):
        text = ' '.join(corpus_en.sentences(1500, 2, DICTIONARY))
        for symbol in ',;:.!?—…':
            self.assertIn(symbol, text)


if __name__ == '__main__':
    unittest.main()
