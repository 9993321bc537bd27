"""Inputs and outputs of every graph as PyTorch computes them, for a test in the engine's runtime to compare with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from .onnx_files import GraphFile

DTYPES = {torch.float32: ('float32', '<f4'), torch.int64: ('int64', '<i8')}


def write_parity(graphs: Sequence[GraphFile], index: Path) -> None:
    """
    `index` is JSON: for each graph its inputs and outputs by name with dtype, shape and the byte where the values begin
    in the file beside it (the same name, `.bin`), little endian.
    """
    content: dict[str, Any] = {}
    data = bytearray()

    def entry(tensor: Tensor) -> dict[str, Any]:
        name, layout = DTYPES[tensor.dtype]
        start = len(data)
        data.extend(np.ascontiguousarray(tensor.numpy()).astype(layout).tobytes())
        return {'dtype': name, 'shape': list(tensor.shape), 'offsetBytes': start}

    for graph in graphs:
        with torch.no_grad():
            result = graph.module(*graph.inputs.values())
        outputs = [result] if isinstance(result, Tensor) else result
        content[graph.name] = {
            'inputs': {name: entry(tensor) for name, tensor in graph.inputs.items()},
            'outputs': {name: entry(tensor) for name, tensor in zip(graph.outputs, outputs, strict=True)},
        }
    index.parent.mkdir(parents=True, exist_ok=True)
    index.with_suffix('.bin').write_bytes(bytes(data))
    index.write_text(json.dumps({'data': index.with_suffix('.bin').name, 'graphs': content}, indent=2), encoding='utf-8')
