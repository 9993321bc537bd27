"""Stage `export`: checkpoints -> ONNX files in float32 and with float16 storage."""

from __future__ import annotations

import math
from pathlib import Path

import torch

from . import checkpoint
from .decoder import Decoder
from .network import Acoustic
from .onnx_files import export_acoustic, export_decoder, store_half
from .synthesis import AcousticGraph

LOG_UNITS_PER_DB = math.log(10) / 20


def acoustic_graph(network: Acoustic) -> AcousticGraph:
    """The network with its controls, as it is exported."""
    band_hz = torch.tensor(checkpoint.mel_band_hz(), dtype=torch.float32)
    return AcousticGraph(network, band_hz, LOG_UNITS_PER_DB).eval()


def export_models(network: Acoustic, decoder: Decoder, folder: Path) -> None:
    """Write acoustic and decoder as `<name>.fp32.onnx` and `<name>.fp16.onnx`."""
    export_acoustic(acoustic_graph(network), folder / 'acoustic.fp32.onnx')
    export_decoder(decoder, folder / 'decoder.fp32.onnx')
    for name in ('acoustic', 'decoder'):
        store_half(folder / f'{name}.fp32.onnx', folder / f'{name}.fp16.onnx')
