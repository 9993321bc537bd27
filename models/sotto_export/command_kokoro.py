"""`kokoro`: a Kokoro checkpoint with its config.json and voices -> a staged pack."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from pathlib import Path

import torch

from .checkpoint import load_kokoro
from .kokoro import read_config
from .kokoro_alphabet import has_bopomofo
from .kokoro_pack import kokoro_pack, usable_voices
from .parity import write_parity
from .progress import say
from .staged_pack import Description, write_staged_pack
from .voices import read_voices

LICENCE = 'Apache-2.0'
V1_0 = Description(
    'kokoro-82m-v1.0-staged', '1.0', 'Kokoro 82M v1.0', LICENCE, 'https://huggingface.co/hexgrad/Kokoro-82M'
)
V1_1_ZH = Description(
    'kokoro-82m-v1.1-zh-staged', '1.1', 'Kokoro 82M v1.1 zh', LICENCE,
    'https://huggingface.co/hexgrad/Kokoro-82M-v1.1-zh',
)


def add(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser(
        'kokoro', help='a Kokoro checkpoint (.pth, config.json, voices) to a Sotto pack', description=__doc__
    )
    parser.add_argument('--checkpoint', type=Path, required=True, help='kokoro-v1_0.pth, or one of the same shape')
    parser.add_argument('--config', type=Path, required=True, help='the config.json beside it')
    parser.add_argument('--voices', type=Path, required=True, help='folder of voice tables (*.bin or *.pt)')
    parser.add_argument('--out', type=Path, required=True, help='folder of the pack; made where it is not there')
    parser.add_argument('--id', help="id of the pack (default: by the vocabulary's release)")
    parser.add_argument('--name', help='its name (likewise)')
    parser.add_argument('--version', help='its version (likewise)')
    parser.add_argument('--licence', help=f"the checkpoint's licence (default: {LICENCE})")
    parser.add_argument('--source', help='where the checkpoint is from (likewise)')
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
    release = V1_1_ZH if has_bopomofo(vocabulary) else V1_0
    given = {field: getattr(options, field) for field in asdict(release) if getattr(options, field) is not None}
    with torch.no_grad():
        pack = kokoro_pack(model, vocabulary, voices, replace(release, **given), say)
    write_staged_pack(pack, options.out, say)
    if options.parity:
        write_parity(pack.graphs, options.parity)
        say(f'{options.parity}: expected tensors')
    say(f'{options.out}: done')
