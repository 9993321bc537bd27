"""Word error rates by PocketSphinx with its en-us model and a unigram over the words of the texts.

    python3 -m sotto_voice.wer LIST.jsonl        lines {"wav", "text"}; prints the rate
"""

from __future__ import annotations

import json
import math
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import signal
from scipy.io import wavfile

MODEL = Path('/usr/share/pocketsphinx/model/en-us')
RECOGNISER_RATE_HZ = 16000
_SILENCE_SECONDS = 0.3


def words_of(text: str) -> list[str]:
    """Lower-case words; hyphens part words, apostrophes do not."""
    plain = text.lower().replace('’', "'")
    return [word for word in (w.strip("'") for w in re.findall(r"[a-z']+", plain)) if word]


def edit_distance(reference: list[str], heard: list[str]) -> int:
    """Fewest substitutions, insertions and deletions."""
    row = list(range(len(heard) + 1))
    for i, expected in enumerate(reference, 1):
        diagonal, row[0] = row[0], i
        for j, word in enumerate(heard, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (expected != word))
    return row[-1]


def unigram_arpa(texts: list[str]) -> str:
    """An ARPA unigram over the words of `texts`, by their counts."""
    counts = Counter(word for text in texts for word in words_of(text))
    counts['</s>'] = len(texts)
    total = sum(counts.values())
    lines = ['\\data\\', f'ngram 1={len(counts) + 1}', '', '\\1-grams:', '-99.0 <s>']
    lines += [f'{math.log10(count / total):.4f} {word}' for word, count in sorted(counts.items())]
    return '\n'.join([*lines, '', '\\end\\', ''])


def read_wave(path: Path) -> np.ndarray:
    """Samples in ±1 at the recogniser's rate, with a little silence on both sides."""
    rate, samples = wavfile.read(path)
    wave = samples.astype(np.float64) / (32768 if samples.dtype == np.int16 else 1)
    return at_recogniser_rate(wave, rate)


def at_recogniser_rate(wave: np.ndarray, rate_hz: int) -> np.ndarray:
    """Resampled, at one level, with a little silence on both sides."""
    common = math.gcd(rate_hz, RECOGNISER_RATE_HZ)
    wave = signal.resample_poly(wave, RECOGNISER_RATE_HZ // common, rate_hz // common)
    wave = wave * (0.5 / max(float(np.abs(wave).max()), 1e-6))
    return np.pad(wave, int(_SILENCE_SECONDS * RECOGNISER_RATE_HZ))


class Recogniser:
    """PocketSphinx over the vocabulary of the texts it will be tested with."""

    def __init__(self, texts: list[str]):
        from pocketsphinx import Decoder

        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / 'unigram.lm'
            model.write_text(unigram_arpa(texts))
            config = Decoder.default_config()
            config.set_string('-hmm', str(MODEL / 'en-us'))
            config.set_string('-dict', str(MODEL / 'cmudict-en-us.dict'))
            config.set_string('-lm', str(model))
            config.set_string('-logfn', '/dev/null')
            self._decoder = Decoder(config)

    def hear(self, wave: np.ndarray) -> list[str]:
        """The words of a wave in ±1 at RECOGNISER_RATE_HZ."""
        data = np.clip(wave * 32767, -32768, 32767).astype(np.int16).tobytes()
        self._decoder.start_utt()
        self._decoder.process_raw(data, False, True)
        self._decoder.end_utt()
        hypothesis = self._decoder.hyp()
        return words_of(hypothesis.hypstr) if hypothesis else []


def error_rate(recogniser: Recogniser, items: list[tuple[np.ndarray, str]]) -> float:
    """Errors per reference word over (wave, text) pairs."""
    errors = total = 0
    for wave, text in items:
        reference = words_of(text)
        errors += edit_distance(reference, recogniser.hear(wave))
        total += len(reference)
    return errors / max(total, 1)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in Path(arguments[0]).read_text().splitlines()]
    recogniser = Recogniser([row['text'] for row in rows])
    rate = error_rate(recogniser, [(read_wave(Path(row['wav'])), row['text']) for row in rows])
    print(f'{100 * rate:.1f} % of the words of {len(rows)} utterances wrong')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
