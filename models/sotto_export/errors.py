"""The one error that a person sees: what is wrong with what they gave, and what to do about it."""

from __future__ import annotations


class ExportError(Exception):
    """What happened and what to do next, in one line of plain words."""
