"""Progress lines of the command line."""

from __future__ import annotations


def say(line: str) -> None:
    """One line on standard output, at once."""
    print(line, flush=True)
