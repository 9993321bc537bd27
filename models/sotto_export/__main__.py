"""Checkpoints of the StyleTTS2 family to Sotto packs: `cd models && /usr/bin/python3 -m sotto_export --help`."""

from __future__ import annotations

import argparse
import os
import sys

import torch

from . import command_kokoro, command_precisions, command_random, command_styletts2
from .errors import ExportError

# As a shell counts an end by Ctrl-C.
INTERRUPTED = 130
COMMANDS = (command_kokoro, command_styletts2, command_random, command_precisions)


def main() -> None:
    """The command line; what a person can mend ends it with one line and status 1, Ctrl-C with 130."""
    parser = argparse.ArgumentParser(prog='sotto_export', description=__doc__)
    parser.add_argument('--threads', type=int, default=os.cpu_count(), help='threads of PyTorch (default: %(default)s)')
    commands = parser.add_subparsers(title='commands', required=True, metavar='COMMAND')
    for command in COMMANDS:
        command.add(commands)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    try:
        options.run(options)
    except ExportError as error:
        sys.exit(f'sotto_export: {error}')
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


main()
