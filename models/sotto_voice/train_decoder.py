"""Stage `train-decoder`: first on the teachers' mel, at the end on the mel that the acoustic network predicts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from . import batches
from .checkpoint import load_acoustic, new_decoder
from .dataset import Dataset
from .decoder import Decoder
from .features import HOP_SAMPLES
from .losses import stft_loss
from .network import Acoustic, FramePlan, sharpen
from .train_acoustic import STATISTICS_UTTERANCES
from .training import Trainer

BATCH_SIZE = 12
SEED = 30
FINE_TUNE_RATE = 6e-4
HELD_OUT_CROPS = 36

# Mel and voicing of an utterance, as the decoder shall meet them.
Conditions = Callable[[int], tuple[np.ndarray, np.ndarray]]


def batch_of(
    dataset: Dataset, chosen: np.ndarray, rng: np.random.Generator, conditions: Conditions
) -> tuple[torch.Tensor, torch.Tensor]:
    """Features [B, 96, 84] and samples [B, 24000]."""
    features, audio = zip(*[batches.decoder_crop(dataset[int(i)], *conditions(int(i)), rng) for i in chosen])
    return torch.from_numpy(np.stack(features)), torch.from_numpy(np.stack(audio).astype(np.float32))


def loss_of(decoder: Decoder, features: torch.Tensor, audio: torch.Tensor) -> tuple[torch.Tensor, dict[str, float]]:
    """STFT loss over the crops' middles."""
    margin = batches.DECODER_MARGIN_FRAMES * HOP_SAMPLES
    loss = stft_loss(decoder(features)[:, margin:-margin], audio)
    return loss, {'stft': float(loss)}


def predicted_conditions(dataset: Dataset, network: Acoustic) -> Conditions:
    """Mel and voicing from the acoustic network, with the teacher's durations and F0; remembered in memory."""
    known: dict[int, tuple[np.ndarray, np.ndarray]] = {}

    def conditions(number: int) -> tuple[np.ndarray, np.ndarray]:
        if number not in known:
            utterance = dataset[number]
            plan = FramePlan(*(torch.from_numpy(part)[None] for part in batches.frames_of(utterance.durations)))
            plan = FramePlan(plan.token, plan.offset.float(), plan.duration.float())
            with torch.no_grad():
                style = network.style_vector(
                    torch.tensor([int(dataset.voice[number])]), torch.tensor([int(dataset.style[number])])
                )
                tokens = torch.from_numpy(utterance.tokens.astype(np.int64))[None]
                frames = network.spread(network.encode(tokens, style), plan)
                voicing = torch.sigmoid(network.pitch(frames, style)[2] * 2)
                log_f0 = torch.log(torch.from_numpy(np.array(utterance.f0)))[None]
                mel = sharpen(network.mel(frames, log_f0, voicing, style))
            known[number] = mel[0].numpy().astype(np.float16), voicing[0].numpy()
        return known[number]

    return conditions


def set_statistics(decoder: Decoder, dataset: Dataset) -> None:
    """Mean and spread of each mel band over a sample of the training set."""
    chosen = np.random.default_rng(SEED).choice(batches.numbers(dataset, False), STATISTICS_UTTERANCES)
    mel = np.concatenate([dataset[int(i)].mel for i in chosen]).astype(np.float64)
    decoder.mel_mean.copy_(torch.tensor(mel.mean(0)))
    decoder.mel_scale.copy_(torch.tensor(mel.std(0)))


def train(
    dataset: Dataset, path: Path, step_count: int, start: Path | None = None, acoustic: Path | None = None
) -> None:
    """Train the checkpoint at `path`; with `start` and `acoustic`, fine-tune that decoder on predicted mel."""
    torch.manual_seed(SEED)
    decoder = new_decoder()
    if start is not None and acoustic is not None:
        decoder.load_state_dict(torch.load(start)['model'])
        conditions = predicted_conditions(dataset, load_acoustic(acoustic))
        trainer = Trainer(decoder, path, step_count, FINE_TUNE_RATE)
    else:
        set_statistics(decoder, dataset)
        trainer = Trainer(decoder, path, step_count)

        def conditions(number: int) -> tuple[np.ndarray, np.ndarray]:
            utterance = dataset[number]
            return utterance.mel, utterance.voicing

    trainable = batches.long_enough(dataset, False)
    held = np.random.default_rng(SEED).permutation(batches.long_enough(dataset, True))[:HELD_OUT_CROPS]

    def step_loss(step: int) -> tuple[torch.Tensor, dict[str, float]]:
        rng = np.random.default_rng((SEED, 1, step))
        return loss_of(decoder, *batch_of(dataset, rng.choice(trainable, BATCH_SIZE), rng, conditions))

    def held_out() -> dict[str, float]:
        return loss_of(decoder, *batch_of(dataset, held, np.random.default_rng(2), conditions))[1]

    trainer.run(step_loss, held_out)
