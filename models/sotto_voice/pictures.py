"""Stage `pictures`: for every voice and style a held-out sentence, the teacher's spectrogram above the models'."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .dataset import STYLE_NAMES, VOICE_NAMES, Dataset
from .decoder import Decoder
from .loudness import say, style_of
from .pack import CONTROLS, STYLE_ROWS, controls
from .spectrograms import above, picture, write_png
from .synthesis import AcousticGraph

SENTENCE = 3


def held_out(dataset: Dataset, voice: str, style: str) -> int:
    """The number of the sentence that is drawn; calm and lively are shown beside the neutral teacher."""
    trained = STYLE_NAMES.index(STYLE_ROWS[style])
    mine = (np.asarray(dataset.voice) == VOICE_NAMES.index(voice)) & (np.asarray(dataset.style) == trained)
    return int(np.flatnonzero(mine & np.asarray(dataset.is_test))[SENTENCE])


def draw(graph: AcousticGraph, decoder: Decoder, dataset: Dataset, folder: Path) -> None:
    """Write `<voice>-<style>.png` for all voices in all styles."""
    for voice in VOICE_NAMES:
        for style in CONTROLS:
            utterance = dataset[held_out(dataset, voice, style)]
            ours = say(graph, decoder, utterance.tokens, style_of(graph.network, voice, style), controls(voice, style))
            teacher = utterance.audio.astype(np.float32) / 32767
            write_png(folder / f'{voice}-{style}.png', above(picture(teacher), picture(ours)))
