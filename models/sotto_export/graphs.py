"""The graphs of a staged pack, and the same model as one graph, as modules that are exported as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn

from .decoder import Decoder
from .kokoro import Kokoro
from .normalisation import GivenStatistics, MeasuredStatistics, plain_instance_norm
from .prosody import ProsodyPredictor, controlled_energy, controlled_f0, whole_durations, with_pauses
from .text import TextEncoder

FRAMES_PER_DURATION = 2


@dataclass(frozen=True)
class StatisticsInput:
    """Means (m…) or mean squares (q…) of all normalisations of one width, [layers, channels]."""

    name: str
    shape: tuple[int, int]


class StagedModel(Protocol):
    """What the graphs join, whichever model of the family it is of."""

    # Of one half of a style vector; a model that has one vector for both is given that alone.
    style_dim: int
    text_encoder: TextEncoder
    predictor: ProsodyPredictor
    decoder: Decoder

    def encode_prosody(self, tokens: Tensor, prosody_style: Tensor) -> Tensor:
        """tokens [1, n], style [1, S] -> what durations and curves are read from, [1, n, C]."""

    def align(self, durations: Tensor) -> Tensor:
        """durations int64 [1, n] -> int64 [T], T their sum: which token each unit of time is made from."""


class AcousticGraph(nn.Module):
    """tokens int64 [1, n], style [1, 2S] and the controls -> asr [1, C, T], f0 and n [1, 2T], durations int64 [1, n]."""

    def __init__(self, model: StagedModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        tokens: Tensor,
        style: Tensor,
        length_scale: Tensor,
        pitch: Tensor,
        f0_range: Tensor,
        energy: Tensor,
        pause_frames: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        prosody = style[:, -self.model.style_dim :]
        encoded = self.model.encode_prosody(tokens, prosody)
        expected = self.model.predictor.expected_durations(encoded)
        durations = with_pauses(whole_durations(expected, length_scale), pause_frames).to(torch.int64)
        token = self.model.align(durations)
        f0, n = self.model.predictor.curves(encoded[:, token], prosody)
        asr = self.model.text_encoder(tokens)[..., token]
        return asr, controlled_f0(f0, pitch, f0_range), controlled_energy(n, energy), durations


class TrunkGraph(nn.Module):
    """asr, f0, n, style [1, 2S], noise_scale [1] -> x [1, C, F], har [1, H, …]."""

    def __init__(self, model: StagedModel) -> None:
        super().__init__()
        self.decoder, self.style_dim = model.decoder, model.style_dim

    def forward(
        self, asr: Tensor, f0: Tensor, n: Tensor, style: Tensor, noise_scale: Tensor
    ) -> tuple[Tensor, Tensor]:
        x = self.decoder.trunk(asr, f0, n, style[:, : self.style_dim])
        return x, self.decoder.generator.source(f0, noise_scale)


class ExactGeneratorGraph(nn.Module):
    """x, har, style [1, 2S] -> waveform and the statistics of what it was given: m1, q1, m2, q2 …"""

    def __init__(self, model: StagedModel) -> None:
        super().__init__()
        self.generator, self.style_dim = model.decoder.generator, model.style_dim

    def forward(self, x: Tensor, har: Tensor, style: Tensor) -> tuple[Tensor, ...]:
        statistics = MeasuredStatistics()
        waveform = self.generator(x, har, style[:, : self.style_dim], statistics)
        return waveform, *(tensor for pair in statistics.by_width() for tensor in pair)


class GeneratorGraph(nn.Module):
    """x, har, style [1, 2S] and the statistics m1, q1, m2, q2 … -> waveform."""

    def __init__(self, model: StagedModel) -> None:
        super().__init__()
        self.generator, self.style_dim = model.decoder.generator, model.style_dim

    def forward(self, x: Tensor, har: Tensor, style: Tensor, *statistics: Tensor) -> Tensor:
        pairs = zip(statistics[::2], statistics[1::2], strict=True)
        given = GivenStatistics({int(mean.shape[1]): (mean, square) for mean, square in pairs})
        return self.generator(x, har, style[:, : self.style_dim], given)


class SingleGraph(nn.Module):
    """
    The community's form: input_ids int64 [1, n], style [1, 2S], speed [1] -> waveform [1, samples], duration int64 [n].

    Its operations are those of the published modules; only the source is fixed, so that it can be compared.
    """

    def __init__(self, model: Kokoro) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, style: Tensor, speed: Tensor) -> tuple[Tensor, Tensor]:
        model, normalise = self.model, plain_instance_norm
        acoustic, prosody = style.split(model.style_dim, 1)
        encoded = model.encode_prosody(input_ids, prosody)
        durations = whole_durations(model.predictor.expected_durations(encoded), 1 / speed).to(torch.int64)
        token = model.align(durations)
        f0, n = model.predictor.curves(encoded[:, token], prosody, normalise)
        x = model.decoder.trunk(model.text_encoder(input_ids)[..., token], f0, n, acoustic, normalise)
        har = model.decoder.generator.source(f0, torch.ones(1))
        return model.decoder.generator(x, har, acoustic, normalise), durations[0]


def statistics_inputs(model: StagedModel) -> list[StatisticsInput]:
    """The statistics of the generator in the order of a table's row."""
    generator, frames = model.decoder.generator, 4
    statistics = MeasuredStatistics()
    with torch.no_grad():
        har = generator.source(torch.zeros(1, frames), torch.zeros(1))
        generator(torch.zeros(1, generator.channels_in, frames), har, torch.zeros(1, model.style_dim), statistics)
    return [
        StatisticsInput(f'{kind}{number}', tuple(tensor.shape))
        for number, pair in enumerate(statistics.by_width(), 1)
        for kind, tensor in zip('mq', pair, strict=True)
    ]
