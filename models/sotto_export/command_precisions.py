"""`precisions`: float16 and int8 graphs beside the float32 ones of a pack, each kept only if it sounds the same."""

from __future__ import annotations

import argparse
from pathlib import Path

from .precisions import PRECISIONS, add_precisions
from .progress import say


def add(commands: argparse._SubParsersAction) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser('precisions', help='more precisions of a pack (needs Node.js)', description=__doc__)
    parser.add_argument('pack', type=Path, help='folder of a pack that this program wrote')
    parser.add_argument(
        '--add', choices=PRECISIONS, action='append', required=True, help='may be given several times; fp16 first'
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Makes, judges, keeps or says what was not kept."""
    add_precisions(options.pack, options.add, say)
