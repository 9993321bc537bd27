"""Weights beside a graph, in a file that ONNX Runtime maps into memory where it would have to read those inside."""

from __future__ import annotations

import hashlib
from pathlib import Path

from onnx import ModelProto
from onnx.external_data_helper import set_external_data

# Smaller ones stay in the graph: a place in the file would take as many bytes.
SMALLEST_BYTES = 1024
# As wide as the widest registers that read them.
ALIGNMENT_BYTES = 64


class WeightsFile:
    """One file for the weights of several graphs: what they have in common is there once."""

    def __init__(self, path: Path) -> None:
        """A file that is there already is overwritten."""
        self.path = path
        self._places: dict[bytes, tuple[int, int]] = {}
        path.write_bytes(b'')

    def take_out(self, model: ModelProto) -> None:
        """Move the weights of a model here. It has to be saved in the folder of this file."""
        with self.path.open('ab') as file:
            for tensor in model.graph.initializer:
                data = tensor.raw_data
                if len(data) < SMALLEST_BYTES:
                    continue
                key = hashlib.sha256(data).digest()
                if key not in self._places:
                    file.write(bytes(-file.tell() % ALIGNMENT_BYTES))
                    self._places[key] = (file.tell(), len(data))
                    file.write(data)
                offset, length = self._places[key]
                set_external_data(tensor, self.path.name, offset, length)
                tensor.ClearField('raw_data')
