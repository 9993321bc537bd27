import unittest

from . import alphabet


class AlphabetTest(unittest.TestCase):
    def test_no_id_means_two_things(self):
        ids = [i for table in alphabet.SYMBOLS.values() for i in table.values()]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertNotIn(alphabet.PAD, ids)
        self.assertLess(max(ids), alphabet.TOKEN_COUNT)

    def test_the_languages_keep_their_sounds_apart(self):
        self.assertNotEqual(alphabet.token_id('p', 'en'), alphabet.token_id('p', 'zh'))
        self.assertEqual(alphabet.token_id('?', 'en'), alphabet.token_id('?', 'zh'))

    def test_unknown_symbols_are_reported(self):
        with self.assertRaises(alphabet.UnknownSymbol):
            alphabet.token_id('ʘ', 'en')

    def test_spaces_stand_only_where_english_meets_a_word(self):
        def word(language, *phonemes):
            return {'kind': 'word', 'language': language, 'phonemes': list(phonemes)}

        comma = {'kind': 'punct', 'symbol': '、'}
        ids, units = alphabet.tokenize(
            [word('en', 'h', 'i'), word('zh', 'n', 'i', '↓'), word('zh', 'x', 'aʊ', '↓'), comma, word('en', 'w')]
        )
        space = alphabet.token_id(' ', 'en')
        self.assertEqual([i for i, token in enumerate(ids) if token == space], [3, 11])
        self.assertEqual(ids[10], alphabet.token_id(',', 'en'))
        self.assertEqual(ids[0], alphabet.PAD)
        self.assertEqual(ids[-1], alphabet.PAD)
        self.assertEqual(units, [-1, 0, 0, -1, 1, 1, 1, 2, 2, 2, 3, -1, 4, -1])


if __name__ == '__main__':
    unittest.main()
