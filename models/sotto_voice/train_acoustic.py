"""Stage `train-acoustic`: durations, F0, voicing and mel from tokens and style."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from . import batches, losses
from .checkpoint import new_acoustic
from .dataset import Dataset
from .network import Acoustic
from .training import Trainer

BATCH_SIZE = 12
SEED = 20
HELD_OUT_UTTERANCES = 48
STATISTICS_UTTERANCES = 400


def loss_of(network: Acoustic, batch: batches.AcousticBatch) -> tuple[torch.Tensor, dict[str, float]]:
    """The weighted loss of one batch, and its parts."""
    style = network.style_vector(batch.voice, batch.style)
    hidden = network.encode(batch.tokens, style, batch.lengths)
    sounding = (torch.arange(batch.tokens.shape[1])[None] < batch.lengths[:, None]).float()
    sounding = sounding * (1 - network.silent_tokens[batch.tokens])
    duration = losses.duration_loss(network.log_durations(hidden, style, batch.lengths), batch.durations, sounding)

    frames = network.spread(hidden, batch.plan) * (batch.plan.duration > 0).unsqueeze(-1)
    mean, deviation, voicing_logits = network.pitch(frames, style)
    spoken = batch.counted * batch.voicing
    f0 = losses.f0_loss(mean + deviation, batch.log_f0, batch.voicing, batch.counted)
    # The mean learns from the data alone, so that the deviation, which the range control scales, is about it.
    centre = losses.masked_mean((mean - batch.log_f0).abs(), spoken)
    voicing = losses.voicing_loss(voicing_logits * 2, batch.voicing, batch.counted)
    predicted = network.mel(frames, batch.log_f0, batch.voicing, style)
    mel = losses.mel_loss(predicted, batch.mel, batch.counted)
    total = (
        losses.DURATION_WEIGHT * duration + losses.F0_WEIGHT * f0 + 0.5 * centre
        + losses.VOICING_WEIGHT * voicing + mel
    )
    parts = {'duration': duration, 'f0': f0, 'centre': centre, 'voicing': voicing, 'mel': mel}
    return total, {name: float(value) for name, value in parts.items()}


def set_statistics(network: Acoustic, dataset: Dataset) -> None:
    """Mean and spread of each mel band over a sample of the training set."""
    chosen = np.random.default_rng(SEED).choice(batches.numbers(dataset, False), STATISTICS_UTTERANCES)
    mel = np.concatenate([dataset[int(i)].mel for i in chosen]).astype(np.float64)
    network.mel_mean.copy_(torch.tensor(mel.mean(0)))
    network.mel_scale.copy_(torch.tensor(mel.std(0)))


def train(dataset: Dataset, path: Path, step_count: int) -> None:
    """Train, or go on training, the checkpoint at `path`."""
    torch.manual_seed(SEED)
    network = new_acoustic()
    set_statistics(network, dataset)
    trainer = Trainer(network, path, step_count)
    sampler = batches.LengthSampler(dataset, BATCH_SIZE, SEED)
    held = np.random.default_rng(SEED).permutation(batches.numbers(dataset, True))[:HELD_OUT_UTTERANCES]

    def step_loss(step: int) -> tuple[torch.Tensor, dict[str, float]]:
        rng = np.random.default_rng((SEED, 1, step))
        batch = batches.acoustic_batch(dataset, sampler.batch(step), rng, batches.ACOUSTIC_CROP_FRAMES)
        return loss_of(network, batch)

    def held_out() -> dict[str, float]:
        totals: dict[str, float] = {}
        groups = np.array_split(held, max(len(held) // BATCH_SIZE, 1))
        for group in groups:
            batch = batches.acoustic_batch(dataset, group, np.random.default_rng(1), 10_000)
            for name, value in loss_of(network, batch)[1].items():
                totals[name] = totals.get(name, 0.0) + value / len(groups)
        return totals

    trainer.run(step_loss, held_out)
