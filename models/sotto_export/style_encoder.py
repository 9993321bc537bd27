"""StyleTTS2's encoder of a recording: a normalised log-mel -> one half of a style vector."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

# Four halvings of the time axis must leave the last convolution its five columns.
MIN_FRAMES = 65
BLOCK_COUNT = 4
SLOPE = 0.2


class HalvingBlock(nn.Module):
    """A residual block that halves both axes; an odd last column is averaged with itself."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels_in, 3, padding=1)
        self.conv2 = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.downsample_res = nn.Module()
        self.downsample_res.conv = nn.Conv2d(channels_in, channels_in, 3, stride=2, padding=1, groups=channels_in)
        self.conv1x1 = nn.Conv2d(channels_in, channels_out, 1, bias=False) if channels_in != channels_out else None

    def forward(self, x: Tensor) -> Tensor:
        """[1, C, bands, frames] -> [1, C', bands / 2, ceil(frames / 2)]."""
        shortcut = x if self.conv1x1 is None else self.conv1x1(x)
        # One column more does nothing to an even length, whose last window is then incomplete.
        shortcut = F.avg_pool2d(F.pad(shortcut, (0, 1, 0, 0), mode='replicate'), 2)
        residual = self.downsample_res.conv(self.conv1(F.leaky_relu(x, SLOPE)))
        residual = self.conv2(F.leaky_relu(residual, SLOPE))
        return (shortcut + residual) / math.sqrt(2)


class StyleEncoder(nn.Module):
    """
    `style_encoder` and `predictor_encoder` of a checkpoint; their keys, spectral norm folded.

    In: `mel` [1, bands, frames], frames at least `MIN_FRAMES` (0.81 s). Out: [1, style].
    """

    def __init__(self, first_channels: int, style_width: int, max_channels: int) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(1, first_channels, 3, padding=1)]
        channels = first_channels
        for _ in range(BLOCK_COUNT):
            wider = min(channels * 2, max_channels)
            layers.append(HalvingBlock(channels, wider))
            channels = wider
        # The places of the activations and of the pooling are kept, so that the keys count as the checkpoint's do.
        layers += [nn.LeakyReLU(SLOPE), nn.Conv2d(channels, channels, 5), nn.AdaptiveAvgPool2d(1), nn.LeakyReLU(SLOPE)]
        self.shared = nn.Sequential(*layers)
        self.unshared = nn.Linear(channels, style_width)

    def forward(self, mel: Tensor) -> Tensor:
        """[1, bands, frames] -> [1, style]."""
        return self.unshared(torch.flatten(self.shared(mel[:, None]), 1))
