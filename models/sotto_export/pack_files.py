"""Files of a pack: where its graphs and tables go, and what the manifest says of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from .weights_file import WeightsFile

# Graphs of the same layers as another one, and that one's name.
SAME_LAYERS = {'generatorExact': 'generator'}


class GraphTargets:
    """Where the graphs of a pack go in a precision: a file each, and one for the weights of those that share them."""

    def __init__(self, folder: Path, precision: str) -> None:
        self._folder, self._precision = folder, precision
        self._graphs: dict[str, tuple[Path, WeightsFile]] = {}
        self._weights: dict[str, WeightsFile] = {}

    def of(self, graph: str) -> tuple[Path, WeightsFile]:
        """The path of a graph that is to be written, and the file that its weights go to."""
        owner = SAME_LAYERS.get(graph, graph)
        if owner not in self._weights:
            self._weights[owner] = WeightsFile(self._folder / f'{owner}.{self._precision}.weights')
        self._graphs[graph] = (self._folder / f'{graph}.{self._precision}.onnx', self._weights[owner])
        return self._graphs[graph]

    def described(self) -> dict[str, dict[str, Any]]:
        """The manifest's entry of every graph, once all of them are written."""
        weights = {owner: described(one.path) for owner, one in self._weights.items()}
        return {
            graph: {**described(path), 'weights': weights[SAME_LAYERS.get(graph, graph)]}
            for graph, (path, _) in self._graphs.items()
        }


def files_of(entries: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Names and sizes of the files that entries of graphs name: their own, and those of their weights."""
    parts = [part for entry in entries for part in (entry, entry.get('weights')) if part]
    return {part['file']: part['bytes'] for part in parts}


def described(path: Path) -> dict[str, str | int]:
    """File name, size and SHA-256 of a pack file."""
    return {'file': path.name, 'bytes': path.stat().st_size, 'sha256': hashlib.sha256(path.read_bytes()).hexdigest()}


def write_table(table: np.ndarray, path: Path) -> dict[str, str | int]:
    """A float32 table [rows, width], little endian, and its entry in the manifest."""
    path.write_bytes(table.astype('<f4').tobytes())
    return {**described(path), 'rows': table.shape[0], 'width': table.shape[1]}
