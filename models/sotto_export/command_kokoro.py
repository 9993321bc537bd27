"""`kokoro`: a Kokoro checkpoint with its config.json and voices -> a staged pack."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from .checkpoint import load_kokoro
from .kokoro import read_config
from .kokoro_pack import kokoro_pack, usable_voices
from .parity import write_parity
from .progress import say
from .staged_pack import Description, write_staged_pack
from .voices import read_voices


def add(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser(
        'kokoro', help='a Kokoro checkpoint (.pth, config.json, voices) to a Sotto pack', description=__doc__
    )
    parser.add_argument('--checkpoint', type=Path, required=True, help='kokoro-v1_0.pth, or one of the same shape')
    parser.add_argument('--config', type=Path, required=True, help='the config.json beside it')
    parser.add_argument('--voices', type=Path, required=True, help='folder of voice tables (*.bin or *.pt)')
    parser.add_argument('--out', type=Path, required=True, help='folder of the pack; made where it is not there')
    parser.add_argument('--id', default='kokoro-82m', help='id of the pack (default: %(default)s)')
    parser.add_argument('--name', default='Kokoro-82M', help='its name (default: %(default)s)')
    parser.add_argument('--version', default='1.0', help='its version (default: %(default)s)')
    parser.add_argument('--licence', default='Apache-2.0', help="the checkpoint's licence (default: %(default)s)")
    parser.add_argument('--source', default='https://huggingface.co/hexgrad/Kokoro-82M', help='where it is from')
    add_extras(parser)
    parser.set_defaults(run=run)


def add_extras(parser: argparse.ArgumentParser) -> None:
    """Options for what is written beside a pack."""
    parser.add_argument('--parity', type=Path, metavar='FILE', help='write the expected tensors of every graph there (JSON)')


def run(options: argparse.Namespace) -> None:
    """Reads, calibrates, writes. Raises `ExportError` for what a person can mend."""
    size, vocabulary = read_config(options.config)
    voices = usable_voices(read_voices(options.voices, 2 * size.style_dim), say)
    model = load_kokoro(options.checkpoint, size)
    say(f'{options.checkpoint}: read, {sum(value.numel() for value in model.parameters()) / 1e6:.1f} M values')
    description = Description(options.id, options.version, options.name, options.licence, options.source)
    with torch.no_grad():
        pack = kokoro_pack(model, vocabulary, voices, description, say)
    write_staged_pack(pack, options.out, say)
    if options.parity:
        write_parity(pack.graphs, options.parity)
        say(f'{options.parity}: expected tensors')
    say(f'{options.out}: done')
