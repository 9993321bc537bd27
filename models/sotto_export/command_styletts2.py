"""`styletts2` and `lite`: a checkpoint with its config and reference recordings -> a staged pack."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch

from .command_kokoro import add_extras
from .errors import ExportError
from .parity import write_parity
from .progress import say
from .references import read_reference, voice_id
from .staged_pack import Description, StagedPack, write_staged_pack
from .styletts2 import StyleTts2
from .styletts2_alphabet import SYMBOLS
from .styletts2_checkpoint import load_lite, load_styletts2
from .styletts2_config import lite_size, lite_symbols, read_config, styletts2_size
from .styletts2_pack import Model, StyledVoice, drawn_parity, drawn_voice, styletts2_pack, voice_of


def add(commands: argparse._SubParsersAction) -> None:
    """Adds both commands to the parser."""
    for name, run, what in (('styletts2', run_styletts2, 'StyleTTS2'), ('lite', run_lite, 'StyleTTS2-lite')):
        parser = commands.add_parser(
            name, help=f'a {what} checkpoint (.pth, config, recordings) to a Sotto pack', description=__doc__
        )
        parser.add_argument('--checkpoint', type=Path, required=True, help='the .pth of the second stage')
        parser.add_argument('--config', type=Path, required=True, help='the config.yml beside it')
        parser.add_argument(
            '--reference', type=Path, nargs='+', action='extend', default=[], metavar='WAV',
            help='recordings of 1 to 60 s; each becomes a voice that is called as its file is',
        )
        parser.add_argument('--out', type=Path, required=True, help='folder of the pack; made where it is not there')
        parser.add_argument('--id', help="id of the pack (default: the checkpoint's name)")
        parser.add_argument('--name', help="its name (default: the checkpoint's)")
        parser.add_argument('--version', default='1.0', help='its version (default: %(default)s)')
        parser.add_argument('--licence', default='not stated', help="the checkpoint's licence (default: %(default)s)")
        parser.add_argument('--source', default='', help='where it is from')
        add_extras(parser)
        parser.set_defaults(run=run)


def run_styletts2(options: argparse.Namespace) -> None:
    """Reads, computes the voices, calibrates, writes. Raises `ExportError` for what a person can mend."""
    size = styletts2_size(read_config(options.config), options.config)
    if size.is_multispeaker:
        _need_reference(options, 'a model of many speakers')
    _write(options, load_styletts2(options.checkpoint, size), SYMBOLS)


def run_lite(options: argparse.Namespace) -> None:
    """As `run_styletts2`."""
    config = read_config(options.config)
    size = lite_size(config, options.config)
    _need_reference(options, 'StyleTTS2-lite')
    _write(options, load_lite(options.checkpoint, size), lite_symbols(config))


def _need_reference(options: argparse.Namespace, what: str) -> None:
    if not options.reference:
        raise ExportError(f'{what} speaks in the voice of a recording: give at least one WAV with --reference.')


def _write(options: argparse.Namespace, model: Model, symbols: Sequence[str]) -> None:
    say(f'{options.checkpoint}: read, {sum(value.numel() for value in model.parameters()) / 1e6:.1f} M values')
    description = Description(
        options.id or voice_id(options.checkpoint.stem).replace('_', '-'),
        options.version,
        options.name or options.checkpoint.stem,
        options.licence,
        options.source,
    )
    with torch.no_grad():
        pack = styletts2_pack(model, symbols, _voices(options, model, symbols), description, say)
    write_staged_pack(pack, options.out, say)
    if options.parity:
        write_styletts2_parity(model, pack, options.parity)
    say(f'{options.out}: done')


def write_styletts2_parity(model: Model, pack: StagedPack, index: Path) -> None:
    """The expected tensors of every graph, and beside them (`.draw.json`) a style vector that the diffusion draws."""
    write_parity(pack.graphs, index)
    say(f'{index}: expected tensors')
    if isinstance(model, StyleTts2):
        spoken = pack.graphs[0].inputs
        drawn = drawn_parity(model, spoken['tokens'], spoken['style'])
        index.with_suffix('.draw.json').write_text(json.dumps(drawn), encoding='utf-8')


def _voices(options: argparse.Namespace, model: Model, symbols: Sequence[str]) -> list[StyledVoice]:
    references = [read_reference(path) for path in options.reference]
    names = [reference.id for reference in references]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ExportError(f"Two recordings would be the voice {', '.join(twice)}: give the files different names.")
    if not references and isinstance(model, StyleTts2):
        say('no recording given: the voice is drawn by the style diffusion')
        return [drawn_voice(model, symbols)]
    return [voice_of(model, reference) for reference in references]
