"""Layers that the models of the family share. Their state-dict keys are those of the published checkpoints.

Weight norm is folded when a checkpoint is read (`weight_norm.py`), so that the `WeightNorm…` classes only mark which
layers have it there. Everything is [1, channels, time] unless said otherwise.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .normalisation import Normalise, instance_norm

SLOPE = 0.2


class WeightNormConv1d(nn.Conv1d):
    """A convolution that has weight norm in the checkpoint."""


class WeightNormConvTranspose1d(nn.ConvTranspose1d):
    """A transposed convolution that has weight norm in the checkpoint."""


class LinearNorm(nn.Module):
    """A linear layer under the name that the checkpoints give it."""

    def __init__(self, width_in: int, width_out: int) -> None:
        super().__init__()
        self.linear_layer = nn.Linear(width_in, width_out)

    def forward(self, x: Tensor) -> Tensor:
        """[…, width_in] -> […, width_out]."""
        return self.linear_layer(x)


class ChannelLayerNorm(nn.Module):
    """Layer norm over the channels of [1, C, T]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x.transpose(1, 2), self.gamma.shape, self.gamma, self.beta, eps=1e-5).transpose(1, 2)


class AdaLayerNorm(nn.Module):
    """Layer norm of [1, T, C] with gain and shift from the style."""

    def __init__(self, style_width: int, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.fc = nn.Linear(style_width, 2 * channels)

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        gain, shift = self.fc(style)[0].split(self.channels)
        return F.layer_norm(x, (self.channels,), 1 + gain, shift, eps=1e-5)


class AdaIN1d(nn.Module):
    """Normalisation over time with gain and shift from the style."""

    def __init__(self, style_width: int, channels: int) -> None:
        super().__init__()
        self.channels = channels
        self.fc = nn.Linear(style_width, 2 * channels)

    def forward(self, x: Tensor, style: Tensor, normalise: Normalise) -> Tensor:
        # A split into lengths that are known is one operation of the exported graph, `chunk` is ten.
        gain, shift = self.fc(style)[..., None].split(self.channels, 1)
        return normalise(x, 1 + gain, shift)


class BiLstm(nn.LSTM):
    """One bidirectional layer, [1, T, width_in] -> [1, T, width_out]."""

    def __init__(self, width_in: int, width_out: int) -> None:
        super().__init__(width_in, width_out // 2, batch_first=True, bidirectional=True)


class AdainResBlk1d(nn.Module):
    """The residual block of predictor and decoder; with `upsample` it doubles the time axis."""

    def __init__(self, channels_in: int, channels_out: int, style_width: int, upsample: bool = False) -> None:
        super().__init__()
        self.conv1 = WeightNormConv1d(channels_in, channels_out, 3, padding=1)
        self.conv2 = WeightNormConv1d(channels_out, channels_out, 3, padding=1)
        self.norm1 = AdaIN1d(style_width, channels_in)
        self.norm2 = AdaIN1d(style_width, channels_out)
        self.conv1x1 = WeightNormConv1d(channels_in, channels_out, 1, bias=False) if channels_in != channels_out else None
        self.pool = (
            WeightNormConvTranspose1d(
                channels_in, channels_in, 3, stride=2, groups=channels_in, padding=1, output_padding=1
            )
            if upsample
            else None
        )

    def forward(self, x: Tensor, style: Tensor, normalise: Normalise = instance_norm) -> Tensor:
        """x [1, C, T], style [1, S] -> [1, C', T] or [1, C', 2T]."""
        residual = F.leaky_relu(self.norm1(x, style, normalise), SLOPE)
        if self.pool is not None:
            residual = self.pool(residual)
            x = F.interpolate(x, scale_factor=2.0, mode='nearest')
        residual = self.conv1(residual)
        residual = self.conv2(F.leaky_relu(self.norm2(residual, style, normalise), SLOPE))
        shortcut = x if self.conv1x1 is None else self.conv1x1(x)
        return (residual + shortcut) * math.sqrt(0.5)


class SnakeResBlock(nn.Module):
    """Three dilated convolution pairs of a generator, each with AdaIN and the Snake activation x + sin²(αx) / α."""

    def __init__(self, channels: int, kernel: int, dilations: tuple[int, ...], style_width: int) -> None:
        super().__init__()

        def conv(dilation: int) -> nn.Module:
            padding = dilation * (kernel - 1) // 2
            return WeightNormConv1d(channels, channels, kernel, dilation=dilation, padding=padding)

        self.convs1 = nn.ModuleList(conv(dilation) for dilation in dilations)
        self.convs2 = nn.ModuleList(conv(1) for _ in dilations)
        self.adain1 = nn.ModuleList(AdaIN1d(style_width, channels) for _ in dilations)
        self.adain2 = nn.ModuleList(AdaIN1d(style_width, channels) for _ in dilations)
        self.alpha1 = nn.ParameterList(nn.Parameter(torch.ones(1, channels, 1)) for _ in dilations)
        self.alpha2 = nn.ParameterList(nn.Parameter(torch.ones(1, channels, 1)) for _ in dilations)

    def forward(self, x: Tensor, style: Tensor, normalise: Normalise) -> Tensor:
        """x [1, C, T], style [1, S] -> [1, C, T]."""
        for conv1, conv2, norm1, norm2, alpha1, alpha2 in zip(
            self.convs1, self.convs2, self.adain1, self.adain2, self.alpha1, self.alpha2, strict=True
        ):
            residual = conv1(snake(norm1(x, style, normalise), alpha1))
            x = x + conv2(snake(norm2(residual, style, normalise), alpha2))
        return x


def snake(x: Tensor, alpha: Tensor) -> Tensor:
    """x + sin²(αx) / α for each channel; alpha [1, C, 1]."""
    sine = torch.sin(alpha * x)
    return x + (1 / alpha) * (sine * sine)
