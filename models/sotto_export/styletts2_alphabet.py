"""The 178 symbols of StyleTTS2, and the front end's phonemes as eSpeak NG writes them, which it was trained on."""

from __future__ import annotations

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

# eSpeak NG's en-us. What it writes in more than one way (i and iː, ɔ and ɔː) has here the way of its stressed syllables;
# what it writes in view of its neighbours (the flap ɾ, the vowel of "wanted") stays as it is.
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
    'i': 'iː',
    'u': 'uː',
}


def symbol_table(symbols: Sequence[str] = SYMBOLS) -> dict[str, int]:
    """Ids by symbol, the pad left out; of a symbol that stands in the list twice the last place counts, as in training."""
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


def spelled(phonemes: str) -> str:
    """Phonemes of the front end (English) in this alphabet's spelling, marks set apart by spaces as `spacing` asks."""
    out = ''
    at = 0
    while at < len(phonemes):
        pair = phonemes[at : at + 2]
        symbol = pair if pair in ESPEAK_ENGLISH else phonemes[at]
        at += len(symbol)
        is_mark = symbol in PUNCTUATION and symbol != ' '
        out += f' {symbol} ' if is_mark else ESPEAK_ENGLISH.get(symbol, symbol)
    return ' '.join(out.split())
