"""From nothing to a pack: `cd models && /usr/bin/python3 -m sotto_voice all`.

Stages in order: corpus, phonemes, teach (audio and features), train-acoustic, train-decoder, fine-tune,
export, pack, pictures.  A stage whose output is newer than its inputs is skipped; training goes on from its checkpoint.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from . import corpus, export, loudness, pack, pictures, train_acoustic, train_decoder
from .checkpoint import load_acoustic, load_decoder
from .dataset import Dataset
from .teachers import teach

MODELS = Path(__file__).resolve().parent.parent
ROOT = MODELS.parent


@dataclass(frozen=True)
class Stage:
    """A named step with the files it needs and makes; `trained` stages are current only at their last step."""

    name: str
    inputs: tuple[Path, ...]
    output: Path
    run: Callable[[], object]
    step_count: int = 0

    def is_stale(self) -> bool:
        """Whether an input is newer than the output."""
        made = self.output.stat().st_mtime
        return any(path.exists() and path.stat().st_mtime > made for path in self.inputs)

    def is_current(self) -> bool:
        """Whether the output is there, newer than the inputs, and trained to the end."""
        if not self.output.exists() or self.is_stale():
            return False
        return self.step_count == 0 or torch.load(self.output)['step'] >= self.step_count

    def start(self) -> None:
        """Run the stage; a checkpoint of other data is no start for training."""
        if self.step_count and self.output.exists() and self.is_stale():
            self.output.unlink()
        self.run()


def stages(options: argparse.Namespace) -> list[Stage]:
    """All stages, for the chosen build folder and numbers of steps."""
    build: Path = options.build
    corpus_file, phonemes, data = build / 'corpus.jsonl', build / 'phonemes.jsonl', build / 'dataset'
    index, exported = data / 'index.npz', build / 'exported'
    acoustic, decoder, tuned = build / 'acoustic.pt', build / 'decoder.pt', build / 'decoder-tuned.pt'

    def run_export() -> None:
        export.export_models(load_acoustic(acoustic), load_decoder(tuned), exported)

    def run_pack() -> None:
        network, vocoder = load_acoustic(acoustic), load_decoder(tuned)
        gains_db = loudness.measure_gains(export.acoustic_graph(network), vocoder, Dataset(data))
        pack.write_pack(network, exported, options.out, gains_db)

    def run_pictures() -> None:
        graph = export.acoustic_graph(load_acoustic(acoustic))
        pictures.draw(graph, load_decoder(tuned), Dataset(data), build / 'pictures')

    return [
        Stage('corpus', (), corpus_file, lambda: corpus.write_corpus(ROOT, build)),
        Stage('phonemes', (corpus_file,), phonemes, lambda: corpus.write_phonemes(ROOT, corpus_file, build)),
        Stage('teach', (phonemes,), index, lambda: teach.run(build, phonemes, data)),
        Stage(
            'train-acoustic', (index,), acoustic,
            lambda: train_acoustic.train(Dataset(data), acoustic, options.acoustic_steps), options.acoustic_steps,
        ),
        Stage(
            'train-decoder', (index,), decoder,
            lambda: train_decoder.train(Dataset(data), decoder, options.decoder_steps), options.decoder_steps,
        ),
        Stage(
            'fine-tune', (acoustic, decoder), tuned,
            lambda: train_decoder.train(Dataset(data), tuned, options.fine_tune_steps, decoder, acoustic),
            options.fine_tune_steps,
        ),
        Stage('export', (acoustic, tuned), exported / 'decoder.fp16.onnx', run_export),
        Stage('pack', (exported / 'decoder.fp16.onnx',), options.out / 'pack.json', run_pack),
        Stage('pictures', (tuned,), build / 'pictures' / 'zh_wei-whisper.png', run_pictures),
    ]


def train_both(options: argparse.Namespace) -> None:
    """The two long trainings side by side, a process and a thread each."""
    arguments = [
        '--build', str(options.build), '--acoustic-steps', str(options.acoustic_steps),
        '--decoder-steps', str(options.decoder_steps),
    ]
    running = [
        subprocess.Popen([sys.executable, '-m', 'sotto_voice', name, *arguments], cwd=MODELS)
        for name in ('train-acoustic', 'train-decoder')
    ]
    if any([process.wait() for process in running]):
        raise SystemExit('a training process failed; run the command again to go on')


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog='sotto_voice', description=__doc__)
    parser.add_argument('stage', help="'all' or the name of one stage")
    parser.add_argument('--build', type=Path, default=MODELS / 'build')
    parser.add_argument('--out', type=Path, default=MODELS / 'starter')
    parser.add_argument('--acoustic-steps', type=int, default=5600)
    parser.add_argument('--decoder-steps', type=int, default=3800)
    parser.add_argument('--fine-tune-steps', type=int, default=1500)
    options = parser.parse_args()
    torch.set_num_threads(1)
    planned = stages(options)
    names = [stage.name for stage in planned]
    if options.stage not in ('all', *names):
        parser.error(f"no stage {options.stage!r}; there are: all, {', '.join(names)}")
    for stage in planned:
        if options.stage not in ('all', stage.name):
            continue
        if stage.is_current():
            print(f'{stage.name}: current', flush=True)
            continue
        print(f'{stage.name}: running', flush=True)
        if options.stage == 'all' and stage.name == 'train-acoustic':
            train_both(options)
        else:
            stage.start()


main()
