"""`random`: a seeded model of random weights, for tests and for measurements that weights do not change."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .checkpoint import save_kokoro
from .command_kokoro import add_extras
from .command_styletts2 import write_styletts2_parity
from .community import write_community, write_sherpa
from .errors import ExportError
from .kokoro import Kokoro
from .kokoro_pack import example_utterance, kokoro_pack, single_graph
from .parity import write_parity
from .progress import say
from .random_weights import SIZES, random_kokoro, style_table
from .staged_pack import Description, write_staged_pack
from .styletts2_alphabet import SYMBOLS
from .styletts2_checkpoint import save_styletts2
from .styletts2_pack import styletts2_pack
from .styletts2_random import MODELS as STYLETTS2_MODELS
from .styletts2_random import random_styletts2, random_voices, size_of
from .vocabulary import VOCABULARY
from .voices import VoiceTable

VOICES = ('af_heart', 'am_michael', 'bf_emma', 'zf_xiaoxiao')
LAYOUTS = ('community', 'sherpa', 'checkpoint')


def add(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser('random', help='a model of random weights, as a pack', description=__doc__)
    parser.add_argument(
        '--model', choices=['kokoro', *STYLETTS2_MODELS], default='kokoro',
        help='its architecture (default: %(default)s)',
    )
    parser.add_argument('--size', choices=list(SIZES), default='small', help='the published widths, or reduced ones')
    parser.add_argument('--seed', type=int, default=0, help='the same seed, the same weights (default: %(default)s)')
    parser.add_argument('--out', type=Path, required=True, help='folder for pack/, community/, sherpa/, checkpoint/')
    parser.add_argument(
        '--also', choices=LAYOUTS, action='append', default=[],
        help='the same weights in another layout too; may be given several times',
    )
    add_extras(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Writes `pack/`, and what `--also` names beside it."""
    if options.model == 'kokoro':
        _run_kokoro(options)
    else:
        _run_styletts2(options)
    say(f'{options.out}: done')


def _run_kokoro(options: argparse.Namespace) -> None:
    model = random_kokoro(SIZES[options.size], options.seed)
    say(f'{options.size} model: {sum(value.numel() for value in model.parameters()) / 1e6:.1f} M values')
    voices = [
        VoiceTable(name, style_table(model.size, options.seed + number)) for number, name in enumerate(VOICES, 1)
    ]
    with torch.no_grad():
        pack = kokoro_pack(model, VOCABULARY, voices, _description(options), say)
    write_staged_pack(pack, options.out / 'pack', say)
    if options.parity:
        write_parity(pack.graphs, options.parity)
        say(f'{options.parity}: expected tensors')
    _write_layouts(options, model, voices)


def _run_styletts2(options: argparse.Namespace) -> None:
    foreign = [layout for layout in options.also if layout != 'checkpoint']
    if foreign:
        raise ExportError(f"{options.model} has no layout {', '.join(foreign)}: nobody else reads it as ONNX.")
    model = random_styletts2(size_of(options.model, options.size == 'full'), options.seed)
    say(f'{options.size} model: {sum(value.numel() for value in model.parameters()) / 1e6:.1f} M values')
    voices = random_voices(model, options.seed)
    with torch.no_grad():
        pack = styletts2_pack(model, SYMBOLS, voices, _description(options), say)
    write_staged_pack(pack, options.out / 'pack', say)
    if options.parity:
        write_styletts2_parity(model, pack, options.parity)
    if 'checkpoint' in options.also:
        save_styletts2(model, options.out / 'checkpoint')
        say(f"{options.out / 'checkpoint'}: as published")


def _description(options: argparse.Namespace) -> Description:
    return Description(
        id=f'{options.model}-random-{options.size}',
        version=str(options.seed),
        name=f'Random weights ({options.model}, {options.size})',
        licence='GPL-3.0-or-later',
        source='models/sotto_export',
    )


def _write_layouts(options: argparse.Namespace, model: Kokoro, voices: list[VoiceTable]) -> None:
    graph = single_graph(model, *example_utterance(VOCABULARY, voices[0]))
    max_tokens = model.size.albert.max_position_embeddings
    if 'community' in options.also:
        write_community(graph, VOCABULARY, voices, max_tokens, options.out / 'community', say)
    if 'sherpa' in options.also:
        write_sherpa(graph, VOCABULARY, voices, options.out / 'sherpa', say)
    if 'checkpoint' in options.also:
        save_kokoro(model, VOCABULARY, voices, options.out / 'checkpoint')
        say(f"{options.out / 'checkpoint'}: as published")
