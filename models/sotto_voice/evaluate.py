"""The voice's figures: held-out sentences by the engine (students) beside the teachers' renderings.

    python3 -m sotto_voice.evaluate prepare EVAL_DIR    teachers' renderings and EVAL_DIR/sentences.jsonl
    python3 -m sotto_voice.evaluate report EVAL_DIR     the table, EVAL_DIR/report.json; 1 if the bar is missed

In between `models/tools/render-heldout.ts` fills EVAL_DIR/VOICE/STYLE/ with N.wav and N.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from scipy.io import wavfile

from . import metrics, tone_classifier, wer
from .corpus import write_corpus, write_phonemes
from .dataset import STYLE_NAMES, VOICE_NAMES, Dataset
from .features import SAMPLE_RATE_HZ
from .metrics import Spoken
from .report import missed_bars, print_table
from .teachers import teach

MODELS = Path(__file__).resolve().parent.parent
MEASURED_STYLES = ('neutral', 'calm', 'lively', 'whisper')


def prepare(build: Path, folder: Path) -> None:
    """Renders the held-out sentences by the teachers (once) and writes what the engine shall say."""
    folder.mkdir(parents=True, exist_ok=True)
    held_out = build / 'heldout'
    held_out.mkdir(parents=True, exist_ok=True)
    if not (held_out / 'index.npz').exists():
        corpus = held_out / 'corpus.jsonl'
        lines = write_corpus(MODELS.parent, held_out).read_text().splitlines()
        corpus.write_text('\n'.join(line for line in lines if json.loads(line)['is_test']) + '\n')
        teach.run(build, write_phonemes(MODELS.parent, corpus, held_out), held_out)
    items = [json.loads(line) for line in (held_out / 'corpus.jsonl').read_text().splitlines()]
    with open(folder / 'sentences.jsonl', 'w') as out:
        for number, item in enumerate(items):
            line = {'n': number, 'language': item['language'], 'text': item['text']}
            out.write(json.dumps(line, ensure_ascii=False) + '\n')
    for voice in (name for name in VOICE_NAMES if name.startswith('en')):
        for style in STYLE_NAMES:
            teachers = teachers_of(Dataset(held_out), voice, style)
            teacher_heard(build, voice, style, sorted(teachers), teachers)


def teachers_of(dataset: Dataset, voice: str, style: str) -> dict[str, Spoken]:
    """The teacher's renderings by text; calm and lively are measured against neutral."""
    wanted = 'whisper' if style == 'whisper' else 'neutral'
    result = {}
    for number in range(len(dataset)):
        item = dataset[number]
        if item.voice == voice and item.style == wanted:
            wave = np.asarray(item.audio, np.float32) / 32767
            f0, voicing = np.asarray(item.f0), np.asarray(item.voicing)
            result[item.text] = Spoken(np.asarray(item.tokens), np.asarray(item.durations), f0, voicing, wave)
    return result


def student_of(path: Path) -> tuple[str, Spoken, float]:
    """Text, utterance and window error of what the engine wrote beside `path` (a JSON file)."""
    said = json.loads(path.read_text())
    rate, wave = wavfile.read(path.with_suffix('.wav'))
    if rate != SAMPLE_RATE_HZ:
        raise ValueError(f'{path}: {rate} Hz')
    wave = wave.astype(np.float32) / (32768 if wave.dtype == np.int16 else 1)
    f0 = np.array(said['f0Hz'])
    spoken = Spoken(np.array(said['tokens']), np.array(said['durationsFrames']), f0, (f0 > 0).astype(float), wave)
    return said['text'], spoken, float(said['windowError'])


def hear_all(texts: list[str], items: list[tuple[Spoken, str]]) -> tuple[int, int]:
    """(word errors, words) of the recogniser over utterances."""
    recogniser = wer.Recogniser(texts)
    errors = words = 0
    for spoken, text in items:
        reference = wer.words_of(text)
        heard = recogniser.hear(wer.at_recogniser_rate(spoken.wave, SAMPLE_RATE_HZ))
        errors += wer.edit_distance(reference, heard)
        words += len(reference)
    return errors, words


def teacher_heard(build: Path, voice: str, style: str, texts: list[str], teachers: dict[str, Spoken]) -> tuple[int, int]:
    """hear_all for the teacher, kept beside its renderings, which do not change."""
    kept = build / 'heldout' / f'heard-{voice}-{"whisper" if style == "whisper" else "neutral"}.json'
    if kept.exists():
        before = json.loads(kept.read_text())
        if before['texts'] == texts:
            return before['errors'], before['words']
    errors, words = hear_all(texts, [(teachers[text], text) for text in texts])
    kept.write_text(json.dumps({'texts': texts, 'errors': errors, 'words': words}))
    return errors, words


def measure(build: Path, folder: Path, voice: str, style: str) -> dict:
    """All figures of one voice in one style."""
    teachers = teachers_of(Dataset(build / 'heldout'), voice, style)
    students = [student_of(path) for path in sorted((folder / voice / style).glob('*.json'))]
    pairs = [(teachers[text], spoken, text) for text, spoken, _ in students if text in teachers]
    if not pairs:
        raise ValueError(f'nothing of {voice} {style} in {folder}')
    cents, hertz = (np.concatenate(d) for d in zip(*(metrics.f0_differences(t, s) for t, s, _ in pairs)))
    durations = np.concatenate([metrics.duration_differences_ms(t, s) for t, s, _ in pairs])
    waves = {
        'student': np.concatenate([s.wave for _, s, _ in pairs]),
        'teacher': np.concatenate([t.wave for t, _, _ in pairs]),
    }
    figures = {
        'voice': voice,
        'style': style,
        'sentences': len(pairs),
        'melDistanceDb': float(np.mean([metrics.mel_distance_db(t, s) for t, s, _ in pairs])),
        'f0ErrorCents': float(np.sqrt(np.mean(cents**2))) if len(cents) else None,
        'f0ErrorHz': float(np.sqrt(np.mean(hertz**2))) if len(hertz) else None,
        'durationErrorMs': float(np.abs(durations).mean()),
        'windowError': max(error for _, _, error in students),
        'tiltDbPerOctave': {who: metrics.spectral_tilt_db_per_octave(wave) for who, wave in waves.items()},
        'crestDb': {who: metrics.crest_factor_db(wave) for who, wave in waves.items()},
        'loudnessLufs': {who: metrics.loudness_by_ffmpeg(wave) for who, wave in waves.items()},
    }
    if voice.startswith('en'):
        texts = sorted(text for _, _, text in pairs)
        student = hear_all(texts, [(s, text) for _, s, text in pairs])
        teacher = teacher_heard(build, voice, style, texts, teachers)
        figures['words'] = student[1]
        figures['wordErrors'] = {'student': student[0], 'teacher': teacher[0]}
    elif style != 'whisper':
        figures['toneAccuracy'] = tone_accuracy([s for _, s, _ in pairs])
    return figures


def tone_accuracy(spoken: list[Spoken]) -> float:
    """Tones told apart by F0 alone: each half of the sentences is judged by a classifier of the other."""
    items = [tone_classifier.contours(s.tokens, s.durations, s.f0_hz, s.voicing) for s in spoken]
    halves = [[contour for one in items[start::2] for contour in one] for start in (0, 1)]
    right = [tone_classifier.accuracy(a, b) * len(b) for a, b in (halves, halves[::-1])]
    return sum(right) / sum(len(half) for half in halves)


def report(build: Path, folder: Path, processes: int) -> int:
    """Prints the table and writes report.json; the exit status."""
    found = sorted((p.parent.name, p.name) for p in folder.glob('*/*') if p.is_dir() and p.name in MEASURED_STYLES)
    voices, styles = [v for v, _ in found], [s for _, s in found]
    with ProcessPoolExecutor(processes) as pool:
        rows = list(pool.map(measure, [build] * len(found), [folder] * len(found), voices, styles))
    print_table(rows)
    wanted = {(voice, style) for voice in VOICE_NAMES for style in MEASURED_STYLES}
    missed = missed_bars(rows) + [f'{voice} {style}: not rendered' for voice, style in sorted(wanted - set(found))]
    (folder / 'report.json').write_text(json.dumps({'rows': rows, 'missed': missed}, indent=1))
    for line in missed:
        print(f'below the bar: {line}')
    if not missed:
        print('every bar is met')
    return 1 if missed else 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog='sotto_voice.evaluate', description=__doc__)
    parser.add_argument('command', choices=('prepare', 'report'))
    parser.add_argument('folder', type=Path)
    parser.add_argument('--build', type=Path, default=MODELS / 'build')
    parser.add_argument('--processes', type=int, default=2)
    options = parser.parse_args()
    if options.command == 'prepare':
        prepare(options.build, options.folder)
        return 0
    return report(options.build, options.folder, options.processes)


if __name__ == '__main__':
    sys.exit(main())
