"""The iSTFTNet generator of Kokoro and of StyleTTS2's LJSpeech model."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import SnakeResBlock, WeightNormConv1d, WeightNormConvTranspose1d
from .normalisation import Normalise, instance_norm
from .source import HarmonicSource
from .transforms import Transforms

UPSAMPLE_SLOPE = 0.1
OUTPUT_SLOPE = 0.01
# Of the block beside each upsampling that takes the source in.
SOURCE_DILATIONS = (1, 3, 5)
SOURCE_KERNEL, LAST_SOURCE_KERNEL = 7, 11


@dataclass(frozen=True)
class IstftNetSize:
    """`istftnet` of a config.json, or `decoder` of a config.yml."""

    upsample_rates: tuple[int, ...]
    upsample_kernel_sizes: tuple[int, ...]
    upsample_initial_channel: int
    resblock_kernel_sizes: tuple[int, ...]
    resblock_dilation_sizes: tuple[tuple[int, ...], ...]
    gen_istft_n_fft: int
    gen_istft_hop_size: int

    @property
    def columns_per_frame(self) -> int:
        """Spectra of the inverse transform for one frame."""
        return math.prod(self.upsample_rates)

    @property
    def hop_samples(self) -> int:
        """Samples of one frame."""
        return self.columns_per_frame * self.gen_istft_hop_size

    @property
    def har_channels(self) -> int:
        """Channels of the source's spectrum: magnitudes and phases."""
        return self.gen_istft_n_fft + 2


class Generator(nn.Module):
    """Upsampling with the source's spectrum: x and har -> samples."""

    def __init__(self, size: IstftNetSize, style_width: int) -> None:
        super().__init__()
        self.channels_in = size.upsample_initial_channel
        self.m_source = HarmonicSource(size.hop_samples)
        self.stft = Transforms(size.gen_istft_n_fft, size.gen_istft_hop_size)
        self.kernel_count = len(size.resblock_kernel_sizes)
        self.ups, self.resblocks = nn.ModuleList(), nn.ModuleList()
        self.noise_convs, self.noise_res = nn.ModuleList(), nn.ModuleList()
        channels = size.upsample_initial_channel
        for i, (rate, kernel) in enumerate(zip(size.upsample_rates, size.upsample_kernel_sizes, strict=True)):
            narrower = channels // 2
            self.ups.append(
                WeightNormConvTranspose1d(channels, narrower, kernel, stride=rate, padding=(kernel - rate) // 2)
            )
            for block_kernel, dilations in zip(
                size.resblock_kernel_sizes, size.resblock_dilation_sizes, strict=True
            ):
                self.resblocks.append(SnakeResBlock(narrower, block_kernel, dilations, style_width))
            stride = math.prod(size.upsample_rates[i + 1 :])
            is_last = i + 1 == len(size.upsample_rates)
            self.noise_convs.append(
                nn.Conv1d(size.har_channels, narrower, 1)
                if is_last
                else nn.Conv1d(size.har_channels, narrower, stride * 2, stride=stride, padding=(stride + 1) // 2)
            )
            source_kernel = LAST_SOURCE_KERNEL if is_last else SOURCE_KERNEL
            self.noise_res.append(SnakeResBlock(narrower, source_kernel, SOURCE_DILATIONS, style_width))
            channels = narrower
        self.conv_post = WeightNormConv1d(channels, size.har_channels, 7, padding=3)

    def source(self, f0: Tensor, noise_scale: Tensor) -> Tensor:
        """f0 [1, F] in Hz -> the spectrum of the source [1, n_fft + 2, columns_per_frame * F + 1]."""
        return self.stft.forward_transform(self.m_source(f0, noise_scale))

    def forward(self, x: Tensor, har: Tensor, style: Tensor, normalise: Normalise = instance_norm) -> Tensor:
        """x [1, C, W], har [1, H, columns_per_frame * W + 1], style [1, S] -> [1, W * hop_samples]."""
        for i, up in enumerate(self.ups):
            from_source = self.noise_res[i](self.noise_convs[i](har), style, normalise)
            x = up(F.leaky_relu(x, UPSAMPLE_SLOPE))
            if i + 1 == len(self.ups):
                # One column more, as the source has it: the second one, mirrored.
                x = torch.cat([x[..., 1:2], x], -1)
            x = x + from_source
            blocks = self.resblocks[i * self.kernel_count : (i + 1) * self.kernel_count]
            x = sum(block(x, style, normalise) for block in blocks) / self.kernel_count
        x = self.conv_post(F.leaky_relu(x, OUTPUT_SLOPE))
        level, phase = x.chunk(2, 1)
        return self.stft.inverse_transform(torch.exp(level), torch.sin(phase))
