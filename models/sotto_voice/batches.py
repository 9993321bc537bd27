"""Training batches from the data set: seeded, so that step s of a run is the same whenever it is taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .dataset import Dataset, Utterance
from .features import HOP_SAMPLES, SAMPLE_RATE_HZ
from .network import FramePlan
from .synthesis import PERIOD_FRAMES

POOL_BATCHES = 8
ACOUSTIC_CROP_FRAMES = 112
# Convolutions see zeros beyond a crop's edges; these frames are computed and not counted.
ACOUSTIC_MARGIN_FRAMES = 10
DECODER_CROP_FRAMES = 80
DECODER_MARGIN_FRAMES = 8
GAIN_SPREAD_LOG = 0.4


def numbers(dataset: Dataset, is_test: bool) -> np.ndarray:
    """Numbers of the utterances of one side of the split."""
    return np.flatnonzero(np.asarray(dataset.is_test) == is_test)


class LengthSampler:
    """Batches of training utterances of like length, so that little is spent on padding."""

    def __init__(self, dataset: Dataset, batch_size: int, seed: int) -> None:
        self.numbers = numbers(dataset, False)
        self.lengths = np.diff(dataset.token_start)
        self.batch_size = batch_size
        self.seed = seed

    def batch(self, step: int) -> np.ndarray:
        """The utterance numbers of step `step`."""
        rng = np.random.default_rng((self.seed, step // POOL_BATCHES))
        pool = rng.choice(self.numbers, self.batch_size * POOL_BATCHES)
        pool = pool[np.argsort(self.lengths[pool], kind='stable')].reshape(POOL_BATCHES, -1)
        return pool[rng.permutation(POOL_BATCHES)[step % POOL_BATCHES]]


def long_enough(dataset: Dataset, is_test: bool) -> np.ndarray:
    """Utterances that hold a decoder crop with its margins."""
    chosen = numbers(dataset, is_test)
    return chosen[np.diff(dataset.frame_start)[chosen] >= DECODER_CROP_FRAMES + 2 * DECODER_MARGIN_FRAMES]


@dataclass
class AcousticBatch:
    """Whole token sequences [B, N] and one crop of frames [B, T] of each utterance."""

    tokens: torch.Tensor
    lengths: torch.Tensor
    durations: torch.Tensor
    voice: torch.Tensor
    style: torch.Tensor
    plan: FramePlan
    mel: torch.Tensor
    log_f0: torch.Tensor
    voicing: torch.Tensor
    counted: torch.Tensor


def frames_of(durations: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fractional durations [N] -> token, offset and token length of every frame, by rounding the running sum."""
    ends = np.round(np.cumsum(durations.astype(np.float64))).astype(np.int64)
    whole = np.diff(ends, prepend=0)
    token = np.repeat(np.arange(len(whole)), whole)
    return token, np.arange(len(token)) - (ends - whole)[token], whole[token]


def acoustic_batch(dataset: Dataset, chosen: np.ndarray, rng: np.random.Generator, crop: int) -> AcousticBatch:
    """A batch of the utterances `chosen` with crops of at most `crop` frames plus margins."""
    utterances = [dataset[int(i)] for i in chosen]
    size = len(utterances)
    longest = max(len(u.tokens) for u in utterances)
    width = min(crop + 2 * ACOUSTIC_MARGIN_FRAMES, max(len(u.f0) for u in utterances))
    tokens = np.zeros((size, longest), np.int64)
    durations = np.zeros((size, longest), np.float32)
    plan = [np.zeros((size, width), np.int64), np.zeros((size, width), np.float32), np.ones((size, width), np.float32)]
    mel = np.zeros((size, width, 80), np.float32)
    f0 = np.ones((size, width), np.float32)
    voicing = np.zeros((size, width), np.float32)
    counted = np.zeros((size, width), np.float32)
    for i, utterance in enumerate(utterances):
        count = len(utterance.f0)
        tokens[i, : len(utterance.tokens)] = utterance.tokens
        durations[i, : len(utterance.tokens)] = utterance.durations
        start = int(rng.integers(0, max(count - width, 0) + 1))
        end = min(start + width, count)
        inside = slice(0, end - start)
        for target, values in zip(plan, frames_of(utterance.durations)):
            target[i, inside] = values[start:end]
        mel[i, inside] = utterance.mel[start:end]
        f0[i, inside] = utterance.f0[start:end]
        voicing[i, inside] = utterance.voicing[start:end]
        first = ACOUSTIC_MARGIN_FRAMES if start > 0 else 0
        last = end - start - (ACOUSTIC_MARGIN_FRAMES if end < count else 0)
        counted[i, first:last] = 1
    as_tensor = torch.from_numpy
    return AcousticBatch(
        tokens=as_tensor(tokens),
        lengths=torch.tensor([len(u.tokens) for u in utterances]),
        durations=as_tensor(durations),
        voice=torch.tensor([int(dataset.voice[i]) for i in chosen]),
        style=torch.tensor([int(dataset.style[i]) for i in chosen]),
        plan=FramePlan(*map(as_tensor, plan)),
        mel=as_tensor(mel),
        log_f0=torch.log(as_tensor(f0)),
        voicing=as_tensor(voicing),
        counted=as_tensor(counted),
    )


def decoder_features(mel: np.ndarray, f0: np.ndarray, voicing: np.ndarray, first_frame: int, phase: float) -> np.ndarray:
    """The decoder's input [T, 84] from its parts, with running phase and frame number."""
    cycles = f0.astype(np.float64) * HOP_SAMPLES / SAMPLE_RATE_HZ
    running = np.mod(phase + np.cumsum(cycles) - cycles, 1.0)
    number = (first_frame + np.arange(len(f0))) % PERIOD_FRAMES
    parts = [f0[:, None], voicing[:, None], running[:, None], number[:, None]]
    return np.concatenate([mel, *parts], axis=1).astype(np.float32)


def decoder_crop(
    utterance: Utterance, mel: np.ndarray, voicing: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Features [96, 84] and the 24,000 samples of their middle 80 frames."""
    width = DECODER_CROP_FRAMES + 2 * DECODER_MARGIN_FRAMES
    start = int(rng.integers(0, len(utterance.f0) - width + 1))
    end = start + width
    gain = rng.uniform(-GAIN_SPREAD_LOG, GAIN_SPREAD_LOG)
    features = decoder_features(
        mel[start:end].astype(np.float32) + gain,
        np.asarray(utterance.f0[start:end]),
        voicing[start:end].astype(np.float32),
        int(rng.integers(PERIOD_FRAMES)),
        float(rng.random()),
    )
    first, last = start + DECODER_MARGIN_FRAMES, end - DECODER_MARGIN_FRAMES
    audio = utterance.audio[first * HOP_SAMPLES : last * HOP_SAMPLES].astype(np.float32) / 32767
    return features, audio * np.exp(gain)
