"""The 178 symbols of StyleTTS2, and the front end's phonemes as eSpeak NG writes them, which it was trained on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

PAD = 0
PUNCTUATION = ';:,.!?¡¿—…"«»“” '
LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
IPA = (
    'ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞↓↑→↗↘'
    "'\u0329'ᵻ"
)
SYMBOLS = ('$', *PUNCTUATION, *LETTERS, *IPA)

# eSpeak NG's en-us. What it writes in view of more than the neighbours (the flap ɾ, the vowel of "wanted", oːɹ) stays.
ESPEAK_ENGLISH = {
    'A': 'eɪ',
    'I': 'aɪ',
    'O': 'oʊ',
    'W': 'aʊ',
    'Y': 'ɔɪ',
    'ʤ': 'dʒ',
    'ʧ': 'tʃ',
    'ɜɹ': 'ɜː',
    'əɹ': 'ɚ',
    'ɑ': 'ɑː',
    'ɔ': 'ɔː',
    'u': 'uː',
    # Long where it is stressed, and in he, we and she; short in happy.
    'ˈ i': 'ˈiː',
    'ˌ i': 'ˌiː',
    'h i': 'hiː',
    'w i': 'wiː',
    'ʃ i': 'ʃiː',
}


def symbol_table(symbols: Sequence[str] = SYMBOLS) -> dict[str, int]:
    """Ids by symbol, the pad left out; of a symbol that stands in the list twice the last place counts."""
    table = {symbol: number for number, symbol in enumerate(symbols)}
    return {symbol: number for symbol, number in table.items() if number != PAD}


def alphabet(symbols: Sequence[str], has_end: bool) -> dict[str, Any]:
    """The manifest's `alphabet`; `has_end` for models whose utterances end in a pad too."""
    return {
        'id': 'styletts2',
        'pad': PAD,
        'before': [PAD],
        'after': [PAD] if has_end else [],
        # The training text was split into words and marks that are joined by spaces.
        'spacing': 'all',
        'spelling': {'en': ESPEAK_ENGLISH},
        'symbols': {'any': symbol_table(symbols)},
    }


def spelled(text: str) -> str:
    """
    Phonemes of the front end (English), written without gaps, in this alphabet's spelling; spaces set marks apart.

    The same as the engine does with `spacing` and `spelling` of the manifest.
    """
    phonemes = re.findall('[ɜə]ɹ|.', text)
    out: list[str] = []
    at = 0
    while at < len(phonemes):
        pair = ' '.join(phonemes[at : at + 2])
        key = pair if pair in ESPEAK_ENGLISH else phonemes[at]
        is_mark = key in PUNCTUATION and key != ' '
        out.append(f' {key} ' if is_mark else ESPEAK_ENGLISH.get(key, key))
        at += 2 if key == pair else 1
    return re.sub(' +', ' ', ''.join(out)).strip()
