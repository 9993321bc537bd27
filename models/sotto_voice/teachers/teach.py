"""Renders the phonemised corpus with every teacher, in a few processes, into the training set."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zlib
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from .. import alphabet, dataset
from ..features import loudness_lufs
from . import english
from .english import Source
from .flite_voice import Flite, Unsayable
from .mandarin import MandarinTeacher
from .render import render, utterance

WHISPER_SHARE = 0.12
TARGET_LUFS = -20.0
CALIBRATION_UTTERANCES = 12
MAX_SECONDS = 9.0
JOBS_PER_SHARD = 400


def build_programs(build: Path) -> None:
    """Compiles the C teachers; needs the packages flite1-dev and libespeak-ng-dev."""
    here = Path(__file__).parent
    flite = ['-lflite_cmu_us_slt', '-lflite_cmu_us_rms', '-lflite_cmu_us_awb', '-lflite_usenglish', '-lflite_cmulex']
    for name, libraries in (('flite_teacher', [*flite, '-lflite', '-lm']), ('espeak_teacher', ['-lespeak-ng'])):
        source, program = here / f'{name}.c', build / name
        if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
            subprocess.run(['gcc', '-O2', '-Wall', '-o', program, source, *libraries], check=True)


def units_of(line: dict) -> list[dict]:
    """All units of one phonemised line: a line is one utterance, however many sentences it holds."""
    return [unit for segment in line['segments'] for unit in segment['units']]


class Teachers:
    """Every voice's source parameters, by one object per process."""

    def __init__(self, build: Path):
        self._flite = Flite(build / 'flite_teacher')
        self._responses = self._flite.band_responses()
        self._mandarin = MandarinTeacher(build / 'espeak_teacher')

    def source(self, voice: str, units: list[dict]) -> tuple[list[int], Source]:
        """Token ids and source parameters; raises Unsayable or alphabet.UnknownSymbol."""
        ids, owner = alphabet.tokenize(units)
        if not any(unit['kind'] == 'word' for unit in units):
            raise Unsayable('no words')
        if voice in english.VOICES:
            spec = english.VOICES[voice]
            return ids, english.build_source(self._flite, self._responses, spec, units, ids, owner)
        return ids, self._mandarin.build_source(voice, units, ids, owner)


def voice_gain(teachers: Teachers, voice: str, lines: list[dict]) -> float:
    """The factor that brings a voice to TARGET_LUFS over a few of its own utterances."""
    waves = []
    for line in lines:
        if len(waves) == CALIBRATION_UTTERANCES:
            break
        try:
            _, source = teachers.source(voice, units_of(line))
        except (Unsayable, alphabet.UnknownSymbol):
            continue
        waves.append(render(source, 'neutral', 0, 1.0)['audio'])
    return float(10 ** ((TARGET_LUFS - loudness_lufs(np.concatenate(waves))) / 20))


def _seed(*parts: str) -> int:
    return zlib.crc32('\n'.join(parts).encode())


def render_shard(build: Path, folder: Path, jobs: list[tuple[dict, str, str]], gains: dict[str, float]) -> list[str]:
    """Renders (line, voice, style) jobs into one shard; the reasons of those left out."""
    teachers = Teachers(build)
    writer = dataset.ShardWriter(folder)
    dropped = []
    for line, voice, style in jobs:
        try:
            ids, source = teachers.source(voice, units_of(line))
            seconds = source.timeline.frame_count() * 0.0125
            if seconds > MAX_SECONDS:
                raise Unsayable(f'{seconds:.1f} s is too long')
        except (Unsayable, alphabet.UnknownSymbol) as error:
            dropped.append(f"{voice}: {line['text']}: {error}")
            continue
        seed = _seed(line['text'], voice, style)
        writer.add(utterance(line, ids, source, voice, style, seed, gains[voice]))
    writer.close()
    return dropped


def plan_jobs(lines: list[dict]) -> list[tuple[dict, str, str]]:
    """(line, voice, style) for every rendering: training lines go round the voices of their language
    (a line may name its own under 'voices'), test lines to every voice; whispers by a hash of the text."""
    jobs, turn = [], {'en': 0, 'zh': 0}
    for line in lines:
        language = line['language']
        mine = [v for v in dataset.VOICE_NAMES if v.startswith(language)]
        if line.get('voices'):
            voices = line['voices']
        elif line['is_test']:
            voices = mine
        else:
            voices = [mine[turn[language] % len(mine)]]
            turn[language] += 1
        for voice in voices:
            jobs.append((line, voice, 'neutral'))
            whispered = _seed(line['text'], voice) % 1000 < WHISPER_SHARE * 1000
            if whispered or line['is_test']:
                jobs.append((line, voice, 'whisper'))
    return jobs


def fingerprint(phonemes: Path) -> str:
    """SHA-256 over all that decides the renderings: the phonemes, and the sources of the teachers and features."""
    here = Path(__file__).resolve().parent
    sources = [*here.glob('*.py'), *here.glob('*.c'), here.parent / 'features.py', here.parent / 'alphabet.py']
    total = hashlib.sha256(phonemes.read_bytes())
    for source in sorted(sources):
        total.update(source.read_bytes())
    return total.hexdigest()


def discard_others(folder: Path, inputs_sha256: str) -> None:
    """Removes renderings that were made from other inputs: mixed with new ones they would train silently."""
    record = folder / 'inputs.sha256'
    if not record.exists() or record.read_text() != inputs_sha256:
        shutil.rmtree(folder / 'shards', ignore_errors=True)
        (folder / 'gains.json').unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    record.write_text(inputs_sha256)


def run(build: Path, phonemes: Path, folder: Path, processes: int = 2) -> None:
    """The stage: phonemes (JSON lines with text, segments, language, is_test) to a training set."""
    discard_others(folder, fingerprint(phonemes))
    build_programs(build)
    lines = [json.loads(line) for line in phonemes.read_text().splitlines()]
    jobs = plan_jobs(lines)
    gains_file = folder / 'gains.json'
    if gains_file.exists():
        gains = json.loads(gains_file.read_text())
    else:
        teachers = Teachers(build)
        gains = {
            voice: voice_gain(teachers, voice, [line for line in lines if line['language'] == voice[:2]])
            for voice in sorted({voice for _, voice, _ in jobs})
        }
        gains_file.write_text(json.dumps(gains))
    shards, todo = [], []
    for voice in gains:
        mine = [job for job in jobs if job[1] == voice]
        count = -(-len(mine) // JOBS_PER_SHARD)
        for i in range(count):
            shard = folder / 'shards' / f'{voice}-{i:03d}'
            shards.append(shard)
            if not dataset.shard_is_complete(shard):
                todo.append((build, shard, mine[i::count], gains))
    with get_context('fork').Pool(processes) as pool:
        for number, dropped in enumerate(pool.starmap(render_shard, todo, chunksize=1)):
            for reason in dropped[:3]:
                print(f'left out: {reason}', file=sys.stderr)
            print(f'shard {number + 1} of {len(todo)}: {len(dropped)} left out', file=sys.stderr)
    dataset.merge(shards, folder)
