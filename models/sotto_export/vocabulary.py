"""The vocabulary of Kokoro-82M v1.0, for models that have no config.json of their own."""

from __future__ import annotations

# First id of a run, and its symbols.
_RUNS = {
    1: ';:,.!?',
    9: '—…"()“” \u0303ʣʥʦʨᵝ\uAB67AI',
    31: 'O',
    33: 'Q',
    35: 'ST',
    39: 'W',
    41: 'Yᵊabcdef',
    50: 'hijklmnopqrstuvwxyzɑɐɒæ',
    75: 'βɔɕç',
    80: 'ɖðʤə',
    85: 'ɚɛɜ',
    90: 'ɟ',
    92: 'ɡ',
    99: 'ɥ',
    101: 'ɨɪʝ',
    110: 'ɯɰŋɳɲɴø',
    118: 'ɸθœ',
    123: 'ɹ',
    125: 'ɾɻ',
    128: 'ʁɽʂʃʈʧ',
    135: 'ʊʋ',
    138: 'ʌɣɤ',
    142: 'χʎ',
    147: 'ʒʔ',
    156: 'ˈˌː',
    162: 'ʰ',
    164: 'ʲ',
    169: '↓',
    171: '→↗↘',
    177: 'ᵻ',
}

VOCABULARY = {symbol: first + offset for first, run in _RUNS.items() for offset, symbol in enumerate(run)}
