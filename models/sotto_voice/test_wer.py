import unittest

from . import wer


class WordErrorTest(unittest.TestCase):
    def test_words(self):
        self.assertEqual(wer.words_of('“Don’t,” said Twenty-one.'), ["don't", 'said', 'twenty', 'one'])

    def test_edit_distance(self):
        self.assertEqual(wer.edit_distance('a b c'.split(), 'a x c d'.split()), 2)
        self.assertEqual(wer.edit_distance([], ['a']), 1)
        self.assertEqual(wer.edit_distance('a b'.split(), []), 2)

    def test_unigram_sums_to_one(self):
        lines = wer.unigram_arpa(['one two', 'one']).splitlines()
        grams = [line.split() for line in lines if line[:1] in '-0' and ' ' in line and '<s>' not in line]
        self.assertAlmostEqual(sum(10 ** float(p) for p, _ in grams), 1, places=3)
        self.assertIn('ngram 1=4', lines)


if __name__ == '__main__':
    unittest.main()
