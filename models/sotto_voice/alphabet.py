"""The token table: which phoneme string has which id.

Single-character symbols keep the ids of Kokoro's vocabulary (config.json, n_token 178), so that
later StyleTTS2 packs and this one read the same tokens.  What Kokoro lacks (English phonemes of two
characters, and the whole of Mandarin, whose initials and finals would otherwise share letters with
English sounds) has ids from 179 on.  No id means two things.
"""

from __future__ import annotations

PAD = 0
TOKEN_COUNT = 280
FIRST_NEW_ID = 179

PUNCTUATION = {';': 1, ':': 2, ',': 3, '.': 4, '!': 5, '?': 6, '—': 9, '…': 10}
SPACE = ' '
STRESS = {'ˈ': 156, 'ˌ': 157}
TONES = {'→': 171, '↗': 172, '↓': 169, '↘': 173}

_ENGLISH_KOKORO = {
    'A': 24, 'I': 25, 'O': 31, 'W': 39, 'Y': 41, 'b': 44, 'd': 46, 'f': 48, 'h': 50, 'i': 51, 'j': 52,
    'k': 53, 'l': 54, 'm': 55, 'n': 56, 'p': 58, 's': 61, 't': 62, 'u': 63, 'v': 64, 'w': 65, 'z': 68,
    'ɑ': 69, 'æ': 72, 'ɔ': 76, 'ð': 81, 'ʤ': 82, 'ə': 83, 'ɛ': 86, 'ɡ': 92, 'ɪ': 102, 'ŋ': 112,
    'θ': 119, 'ɹ': 123, 'ʃ': 131, 'ʧ': 133, 'ʊ': 135, 'ʌ': 138, 'ʒ': 147,
}
_ENGLISH_NEW = ('ɜɹ', 'əɹ')

INITIALS = {
    'b': 'p', 'p': 'pʰ', 'm': 'm', 'f': 'f', 'd': 't', 't': 'tʰ', 'n': 'n', 'l': 'l', 'g': 'k', 'k': 'kʰ',
    'h': 'x', 'j': 'ʨ', 'q': 'ʨʰ', 'x': 'ɕ', 'zh': 'ꭧ', 'ch': 'ꭧʰ', 'sh': 'ʂ', 'r': 'ɻ', 'z': 'ʦ',
    'c': 'ʦʰ', 's': 's',
}
FINALS = {
    'a': 'a', 'o': 'o', 'e': 'ɤ', 'i': 'i', '-i': 'ɨ', 'u': 'u', 'ü': 'y', 'ai': 'aɪ', 'ei': 'eɪ', 'ao': 'aʊ',
    'ou': 'oʊ', 'ia': 'ja', 'ie': 'je', 'iao': 'jaʊ', 'iu': 'joʊ', 'ua': 'wa', 'uo': 'wo', 'uai': 'waɪ',
    'ui': 'weɪ', 'üe': 'ɥe', 'an': 'an', 'en': 'ən', 'ang': 'aŋ', 'eng': 'əŋ', 'ong': 'ʊŋ', 'ian': 'jɛn',
    'in': 'in', 'iang': 'jaŋ', 'ing': 'iŋ', 'iong': 'jʊŋ', 'uan': 'wan', 'un': 'wən', 'uang': 'waŋ',
    'ueng': 'wəŋ', 'üan': 'ɥɛn', 'ün': 'yn', 'er': 'aɻ', 'ê': 'ɛ', 'io': 'jo',
}


def _symbols() -> dict[str, dict[str, int]]:
    new_english = {symbol: FIRST_NEW_ID + i for i, symbol in enumerate(_ENGLISH_NEW)}
    first_zh = FIRST_NEW_ID + len(_ENGLISH_NEW)
    mandarin = {symbol: first_zh + i for i, symbol in enumerate([*INITIALS.values(), *FINALS.values()])}
    return {
        'any': {SPACE: 16, **PUNCTUATION},
        'en': {**_ENGLISH_KOKORO, **new_english, **STRESS},
        'zh': {**mandarin, **TONES},
    }


SYMBOLS = _symbols()
ZERO_DURATION_IDS = frozenset({SYMBOLS['any'][SPACE], *STRESS.values(), *TONES.values()})
PUNCTUATION_FALLBACK = {'、': ','}


class UnknownSymbol(ValueError):
    """A phoneme or punctuation mark that the table does not hold."""


def token_id(symbol: str, language: str) -> int:
    """The id of one phoneme string of `language` ('en' or 'zh'), or of a mark common to both."""
    for table in (SYMBOLS[language], SYMBOLS['any']):
        if symbol in table:
            return table[symbol]
    raise UnknownSymbol(f'{symbol!r} is not in the {language} table')


def tokenize(units: list[dict]) -> tuple[list[int], list[int]]:
    """Token ids of one segment's units, pads included, and the unit of each token (-1: pad or space).

    The order is the engine's: a space between two neighbouring words when one of them is English, and
    after a mark that is followed by an English word.
    """
    ids, unit_of_token = [PAD], [-1]
    previous = None
    for index, unit in enumerate(units):
        if unit['kind'] == 'word':
            language = unit['language']
            joined_to_word = previous is not None and previous['kind'] == 'word'
            spaced = previous is not None and (
                'en' in (language, previous['language']) if joined_to_word else language == 'en'
            )
            if spaced:
                ids.append(SYMBOLS['any'][SPACE])
                unit_of_token.append(-1)
            for phoneme in unit['phonemes']:
                ids.append(token_id(phoneme, language))
                unit_of_token.append(index)
        else:
            symbol = PUNCTUATION_FALLBACK.get(unit['symbol'], unit['symbol'])
            ids.append(token_id(symbol, 'en'))
            unit_of_token.append(index)
        previous = unit
    return [*ids, PAD], [*unit_of_token, -1]
