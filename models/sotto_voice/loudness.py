"""The gain that brings each voice and style to -16 LUFS, measured on sentences said by the models themselves."""

from __future__ import annotations

import numpy as np
import torch

from .dataset import STYLE_NAMES, VOICE_NAMES, Dataset
from .decoder import Decoder
from .features import loudness_lufs
from .network import Acoustic
from .pack import CONTROLS, STYLE_ROWS, controls
from .synthesis import AcousticGraph

TARGET_LUFS = -16.0
SENTENCES = 8


def say(
    graph: AcousticGraph, decoder: Decoder, tokens: np.ndarray, style: torch.Tensor, values: dict[str, float]
) -> np.ndarray:
    """Samples of one token sequence [N] with a style vector [1, 256] and controls as in the manifest."""
    ids = torch.from_numpy(np.asarray(tokens, np.int64))[None]

    def control(name: str) -> torch.Tensor:
        return torch.tensor([float(values[name])])

    with torch.no_grad():
        features = graph(
            ids, style, control('lengthScale'), control('pitchSemitones'), control('f0Range'), control('energyDb'),
            control('noiseScale'), -torch.ones(1, ids.shape[1]),
        )[0]
        return decoder(features)[0].numpy()


def style_of(network: Acoustic, voice: str, style: str) -> torch.Tensor:
    """The style vector [1, 256] of a voice in one of the four styles."""
    trained = STYLE_NAMES.index(STYLE_ROWS[style])
    with torch.no_grad():
        return network.style_vector(torch.tensor([VOICE_NAMES.index(voice)]), torch.tensor([trained]))


def measure_gains(graph: AcousticGraph, decoder: Decoder, dataset: Dataset) -> dict[tuple[str, str], float]:
    """Decibels by (voice, style), over held-out sentences of the voice's language."""
    gains = {}
    for voice in VOICE_NAMES:
        mine = (np.asarray(dataset.voice) == VOICE_NAMES.index(voice)) & (np.asarray(dataset.style) == 0)
        chosen = np.flatnonzero(mine & np.asarray(dataset.is_test))[:SENTENCES]
        for style in CONTROLS:
            vector = style_of(graph.network, voice, style)
            waves = [say(graph, decoder, dataset[int(i)].tokens, vector, controls(voice, style)) for i in chosen]
            gains[voice, style] = TARGET_LUFS - loudness_lufs(np.concatenate(waves))
    return gains
