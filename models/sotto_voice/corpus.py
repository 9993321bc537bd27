"""The corpus stage: seeded sentences of both languages, and the app's own phonemes for them.

corpus.jsonl holds a line {text, language, is_test} per sentence; phonemes.jsonl the same lines with
`segments` as `models/tools/phonemize.ts` gives them.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from . import corpus_en, corpus_zh

SEED = 20
TEST_COUNT = 40
TRAIN_COUNT = {'en': 7000, 'zh': 1900}


def write_corpus(root: Path, build: Path) -> Path:
    """Writes build/corpus.jsonl; `root` is the repository, whose dictionary package gives rare words."""
    dictionary = root / 'node_modules' / 'cmu-pronouncing-dictionary' / 'index.js'
    makers = {
        'en': (corpus_en.test_sentences, lambda n: corpus_en.sentences(n, SEED, dictionary)),
        'zh': (corpus_zh.test_sentences, lambda n: corpus_zh.sentences(n, SEED)),
    }
    target = build / 'corpus.jsonl'
    build.mkdir(parents=True, exist_ok=True)
    with open(target, 'w') as out:
        for language, (test, train) in makers.items():
            held_out = test(TEST_COUNT, SEED + 1)
            trained = [text for text in train(TRAIN_COUNT[language]) if text not in set(held_out)]
            for is_test, texts in ((True, held_out), (False, trained)):
                for text in texts:
                    line = {'text': text, 'language': language, 'is_test': is_test}
                    out.write(json.dumps(line, ensure_ascii=False) + '\n')
    return target


def write_phonemes(root: Path, corpus: Path, build: Path) -> Path:
    """Writes build/phonemes.jsonl by the app's own text front end."""
    items = [json.loads(line) for line in corpus.read_text().splitlines()]
    command = ['node', str(root / 'scripts' / 'run-ts.mjs'), str(root / 'models' / 'tools' / 'phonemize.ts')]
    text = '\n'.join(item['text'] for item in items) + '\n'
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=root)
    target = build / 'phonemes.jsonl'
    with open(target, 'w') as out:
        for item, line in zip(items, done.stdout.splitlines(), strict=True):
            answer = json.loads(line)
            if answer['text'] != item['text']:
                raise ValueError(f"phonemes of another text: {answer['text']!r} for {item['text']!r}")
            out.write(json.dumps({**item, 'segments': answer['segments']}, ensure_ascii=False) + '\n')
    return target
