"""The HiFi-GAN generator of StyleTTS2's LibriTTS model: the harmonic source taken in as it is, sample by sample."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .istftnet import LAST_SOURCE_KERNEL, SOURCE_DILATIONS, SOURCE_KERNEL
from .layers import SnakeResBlock, WeightNormConv1d, WeightNormConvTranspose1d, snake
from .normalisation import Normalise, instance_norm
from .source import HarmonicSource


@dataclass(frozen=True)
class HifiGanSize:
    """`decoder` of a config.yml."""

    upsample_rates: tuple[int, ...]
    upsample_kernel_sizes: tuple[int, ...]
    upsample_initial_channel: int
    resblock_kernel_sizes: tuple[int, ...]
    resblock_dilation_sizes: tuple[tuple[int, ...], ...]

    @property
    def hop_samples(self) -> int:
        """Samples of one frame."""
        return math.prod(self.upsample_rates)


class Generator(nn.Module):
    """Upsampling to the sample rate, with the source at the rate of each stage: x and har -> samples."""

    def __init__(self, size: HifiGanSize, style_width: int) -> None:
        super().__init__()
        self.channels_in = size.upsample_initial_channel
        self.m_source = HarmonicSource(size.hop_samples)
        self.kernel_count = len(size.resblock_kernel_sizes)
        self.ups, self.resblocks = nn.ModuleList(), nn.ModuleList()
        self.noise_convs, self.noise_res = nn.ModuleList(), nn.ModuleList()
        self.alphas = nn.ParameterList([nn.Parameter(torch.ones(1, self.channels_in, 1))])
        channels = size.upsample_initial_channel
        for i, (rate, kernel) in enumerate(zip(size.upsample_rates, size.upsample_kernel_sizes, strict=True)):
            narrower = channels // 2
            self.ups.append(
                WeightNormConvTranspose1d(
                    channels, narrower, kernel, stride=rate, padding=rate // 2 + rate % 2, output_padding=rate % 2
                )
            )
            self.alphas.append(nn.Parameter(torch.ones(1, narrower, 1)))
            for block_kernel, dilations in zip(
                size.resblock_kernel_sizes, size.resblock_dilation_sizes, strict=True
            ):
                self.resblocks.append(SnakeResBlock(narrower, block_kernel, dilations, style_width))
            stride = math.prod(size.upsample_rates[i + 1 :])
            is_last = i + 1 == len(size.upsample_rates)
            self.noise_convs.append(
                nn.Conv1d(1, narrower, 1)
                if is_last
                else nn.Conv1d(1, narrower, stride * 2, stride=stride, padding=(stride + 1) // 2)
            )
            source_kernel = LAST_SOURCE_KERNEL if is_last else SOURCE_KERNEL
            self.noise_res.append(SnakeResBlock(narrower, source_kernel, SOURCE_DILATIONS, style_width))
            channels = narrower
        self.conv_post = WeightNormConv1d(channels, 1, 7, padding=3)

    def source(self, f0: Tensor, noise_scale: Tensor) -> Tensor:
        """f0 [1, F] in Hz -> the source signal [1, 1, F * hop_samples]."""
        return self.m_source(f0, noise_scale).float()

    def forward(self, x: Tensor, har: Tensor, style: Tensor, normalise: Normalise = instance_norm) -> Tensor:
        """x [1, C, W], har [1, 1, W * hop_samples], style [1, S] -> [1, W * hop_samples]."""
        for i, up in enumerate(self.ups):
            from_source = self.noise_res[i](self.noise_convs[i](har), style, normalise)
            x = up(snake(x, self.alphas[i])) + from_source
            blocks = self.resblocks[i * self.kernel_count : (i + 1) * self.kernel_count]
            x = sum(block(x, style, normalise) for block in blocks) / self.kernel_count
        return torch.tanh(self.conv_post(snake(x, self.alphas[len(self.ups)])))[:, 0]
