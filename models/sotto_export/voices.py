"""Voice tables in the community's two forms, and what a voice's id says of it."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .errors import ExportError

# The first letter of an id. What the engine's front end cannot read has no language here.
LANGUAGES = {'a': ('en', 'American'), 'b': ('en', 'British'), 'z': ('zh', 'Mandarin')}
GENDERS = {'f': 'female', 'm': 'male'}


@dataclass(frozen=True)
class VoiceTable:
    """A voice by the community's id (`af_heart`): float32 [rows, 1, width], a row for each number of tokens."""

    id: str
    table: np.ndarray

    @property
    def language(self) -> str | None:
        """`en` or `zh`; None for a language that is not spoken here."""
        return LANGUAGES[self.id[0]][0] if self.id[0] in LANGUAGES else None

    @property
    def accent(self) -> str:
        return LANGUAGES[self.id[0]][1]

    @property
    def gender(self) -> str:
        return GENDERS.get(self.id[1], '')

    @property
    def name(self) -> str:
        """`af_heart` is Heart; voices of v1.1-zh have numbers: Female 001."""
        own = self.id[3:].replace('_', ' ')
        return f'{self.gender.title()} {own}' if own.isdigit() else own[0].upper() + own[1:]

    def style(self, token_count: int) -> np.ndarray:
        """The vector [1, width] for so many tokens between the pads."""
        return self.table[min(token_count, len(self.table) - 1)]


def read_voices(folder: Path, width: int) -> list[VoiceTable]:
    """
    Every `.bin` (raw little-endian float32) and `.pt` of a folder, in the order of the ids.

    Raises `ExportError` for an empty folder and for a file that is no table of that width.
    """
    if not folder.is_dir():
        raise ExportError(f'{folder} is not a folder: give the folder with the voices (*.bin or *.pt).')
    files = sorted(path for path in folder.iterdir() if path.suffix in ('.bin', '.pt'))
    by_id = {path.stem: path for path in files}
    if not by_id:
        raise ExportError(f'{folder} holds no voice (*.bin or *.pt): download the voices of the model into it.')
    return [VoiceTable(name, _read_table(path, width)) for name, path in by_id.items()]


def _read_table(path: Path, width: int) -> np.ndarray:
    if not (len(path.stem) > 3 and path.stem[2] == '_' and path.stem[1] in GENDERS):
        raise ExportError(
            f'{path.name} is not named as a voice is: a letter for the language, f or m, an underscore, a name (af_heart).'
        )
    again = 'download the voice again.'
    if path.suffix == '.bin':
        values = np.fromfile(path, '<f4') if path.stat().st_size % 4 == 0 else np.zeros(0, '<f4')
    else:
        try:
            values = torch.load(path, map_location='cpu', weights_only=True).float().numpy().ravel()
        except (RuntimeError, pickle.UnpicklingError, AttributeError, EOFError) as error:
            raise ExportError(f'{path.name} is not a PyTorch tensor: {again}') from error
    if values.size == 0 or values.size % width:
        raise ExportError(f'{path.name} has {values.size} numbers, not rows of {width}: {again}')
    if not np.isfinite(values).all():
        raise ExportError(f'{path.name} holds values that are not finite: {again}')
    return values.reshape(-1, 1, width).astype(np.float32)
