"""How Kokoro's two vocabularies write the front end's phonemes; `engine/packs/import/alphabets.ts` is held to the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

PAD = 0
TONES = {'→': '1', '↗': '2', '↓': '3', '↘': '4'}

# v1.0: IPA with arrows, as the front end has it, but for diphthongs that end in i and u and for 儿. Source: misaki's
# legacy transcription, after https://github.com/stefantaubert/pinyin-to-ipa (MIT).
KOKORO_MANDARIN = {
    'aɪ': 'ai', 'eɪ': 'ei', 'aʊ': 'au', 'oʊ': 'ou', 'jaʊ': 'jau', 'joʊ': 'jou', 'waɪ': 'wai', 'weɪ': 'wei', 'o': 'ɔ',
    'jo': 'jɔ', 'aɻ': 'ɚ', **{f'ɻ {tone}': f'ɚ{tone}' for tone in TONES},
}

# v1.1-zh: bopomofo, characters for finals without a letter of their own, R for the suffix 儿, a digit for the tone (5 for
# the neutral one, which the front end leaves unwritten). Source: ZH_MAP in misaki's zh_frontend.py (Apache-2.0).
BOPOMOFO_INITIALS = {
    'p': 'ㄅ', 'pʰ': 'ㄆ', 'm': 'ㄇ', 'f': 'ㄈ', 't': 'ㄉ', 'tʰ': 'ㄊ', 'n': 'ㄋ', 'l': 'ㄌ', 'k': 'ㄍ', 'kʰ': 'ㄎ', 'x': 'ㄏ',
    'ʨ': 'ㄐ', 'ʨʰ': 'ㄑ', 'ɕ': 'ㄒ', 'ꭧ': 'ㄓ', 'ꭧʰ': 'ㄔ', 'ʂ': 'ㄕ', 'ɻ': 'ㄖ', 'ʦ': 'ㄗ', 'ʦʰ': 'ㄘ', 's': 'ㄙ',
}
BOPOMOFO_FINALS = {
    'a': 'ㄚ', 'o': 'ㄛ', 'ɤ': 'ㄜ', 'i': 'ㄧ', 'u': 'ㄨ', 'y': 'ㄩ', 'aɪ': 'ㄞ', 'eɪ': 'ㄟ', 'aʊ': 'ㄠ', 'oʊ': 'ㄡ', 'ja': '压',
    'je': 'ㄝ', 'jo': 'ㄧㄛ', 'jaʊ': '要', 'joʊ': '又', 'wa': '穵', 'wo': '我', 'waɪ': '外', 'weɪ': '为', 'ɥe': '月', 'an': 'ㄢ',
    'ən': 'ㄣ', 'aŋ': 'ㄤ', 'əŋ': 'ㄥ', 'ʊŋ': '中', 'jɛn': '言', 'in': '阴', 'jaŋ': '阳', 'iŋ': '应', 'jʊŋ': '用', 'wan': '万',
    'wən': '文', 'waŋ': '王', 'wəŋ': '瓮', 'ɥɛn': '元', 'yn': '云', 'aɻ': 'ㄦ',
}
RETROFLEX, DENTAL, LABIAL = ('ꭧ', 'ꭧʰ', 'ʂ', 'ɻ'), ('ʦ', 'ʦʰ', 's'), ('p', 'pʰ', 'm', 'f')
BOPOMOFO_LETTER = 'ㄓ'


def _bopomofo() -> dict[str, str]:
    def after(initials: Iterable[str], final: str, written: str) -> dict[str, str]:
        return {f'{initial} {final}': BOPOMOFO_INITIALS[initial] + written for initial in initials}

    syllables = {
        **BOPOMOFO_FINALS, **after(RETROFLEX, 'ɨ', '十'), **after(DENTAL, 'ɨ', 'ㄭ'), **after(LABIAL, 'wo', 'ㄛ'),
    }
    table = dict(BOPOMOFO_INITIALS)
    for phonemes, written in syllables.items():
        table[phonemes] = f'{written}5'
        table |= {f'{phonemes} {tone}': written + digit for tone, digit in TONES.items()}
        table |= {f'{phonemes} ɻ {tone}': f'{written}R{digit}' for tone, digit in TONES.items()}
    return table


BOPOMOFO_MANDARIN = _bopomofo()


def has_bopomofo(vocabulary: Mapping[str, int]) -> bool:
    """Whether it is the vocabulary of v1.1-zh."""
    return BOPOMOFO_LETTER in vocabulary


def alphabet(vocabulary: Mapping[str, int]) -> dict[str, Any]:
    """The manifest's `alphabet` of a vocabulary."""
    return {
        'id': 'kokoro',
        'pad': PAD,
        'spelling': {'zh': BOPOMOFO_MANDARIN if has_bopomofo(vocabulary) else KOKORO_MANDARIN},
        'symbols': {'any': dict(vocabulary)},
    }
