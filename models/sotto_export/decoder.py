"""The decoder of the family in its two parts, trunk and generator; what differs between models is the generator."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn

from .layers import AdainResBlk1d, WeightNormConv1d
from .normalisation import Normalise, instance_norm


class Generator(Protocol):
    """Frames of the trunk and the harmonic source -> samples."""

    channels_in: int

    def source(self, f0: Tensor, noise_scale: Tensor) -> Tensor:
        """f0 [1, F] in Hz, noise_scale [1] -> har [1, H, …], the form in which the generator takes the source in."""

    def __call__(self, x: Tensor, har: Tensor, style: Tensor, normalise: Normalise = instance_norm) -> Tensor:
        """x [1, channels_in, W], its columns of har, style [1, S] -> [1, samples]."""


class Decoder(nn.Module):
    """Aligned text, F0 and N -> samples. `trunk` and `generator` are exported apart."""

    def __init__(
        self, generator: Generator, text_channels: int, style_width: int, channels: int, residual_channels: int
    ) -> None:
        super().__init__()
        self.encode = AdainResBlk1d(text_channels + 2, channels, style_width)
        wide = channels + residual_channels + 2
        self.decode = nn.ModuleList(
            [
                AdainResBlk1d(wide, channels, style_width),
                AdainResBlk1d(wide, channels, style_width),
                AdainResBlk1d(wide, channels, style_width),
                AdainResBlk1d(wide, generator.channels_in, style_width, upsample=True),
            ]
        )
        self.F0_conv = WeightNormConv1d(1, 1, 3, stride=2, padding=1)
        self.N_conv = WeightNormConv1d(1, 1, 3, stride=2, padding=1)
        self.asr_res = nn.Sequential(WeightNormConv1d(text_channels, residual_channels, 1))
        self.generator = generator

    def trunk(self, asr: Tensor, f0: Tensor, n: Tensor, style: Tensor, normalise: Normalise = instance_norm) -> Tensor:
        """asr [1, C, T], f0 and n [1, 2T], style [1, S] -> x [1, C', 2T]."""
        curves = torch.cat([self.F0_conv(f0[:, None]), self.N_conv(n[:, None])], 1)
        x = self.encode(torch.cat([asr, curves], 1), style, normalise)
        beside = torch.cat([self.asr_res(asr), curves], 1)
        for block in self.decode:
            x = block(torch.cat([x, beside], 1), style, normalise)
        return x
