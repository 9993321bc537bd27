"""Building blocks of both networks: everything works on [batch, time, channel] and nothing normalises over time."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


class ShiftedLinear(nn.Module):
    """A convolution over time written as one matrix product of shifted copies.

    [B, T, in] -> [B, T, out], zero padding, so T is kept.  torch's own Conv1d at these widths is slower
    on one CPU thread, and Debian's build gave NaN gradients with it now and then.
    """

    def __init__(self, in_channels: int, out_channels: int, kernel: int = 5, dilation: int = 1) -> None:
        super().__init__()
        self.kernel = kernel
        self.dilation = dilation
        self.linear = nn.Linear(in_channels * kernel, out_channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        reach = self.dilation * (self.kernel // 2)
        padded = F.pad(x, (0, 0, reach, reach))
        # The far end is given from the end, so that the exported graph needs no shape arithmetic.
        pieces = [
            padded[:, tap * self.dilation : -(2 * reach - tap * self.dilation) or None]
            for tap in range(self.kernel)
        ]
        return self.linear(torch.cat(pieces, dim=-1))


class Block(nn.Module):
    """Residual block: channel LayerNorm, convolution, GELU, linear."""

    def __init__(self, width: int, kernel: int = 5, dilation: int = 1) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = ShiftedLinear(width, width, kernel, dilation)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.out.bias)
        self.out.weight.data.mul_(0.3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.out(F.gelu(self.conv(self.norm(x))))


class StyledBlock(nn.Module):
    """As `Block`, with LayerNorm's scale and shift given by the style (AdaLN)."""

    def __init__(self, width: int, style_width: int, kernel: int = 5, dilation: int = 1) -> None:
        super().__init__()
        self.width = width
        self.norm = nn.LayerNorm(width)
        self.style = nn.Linear(style_width, 2 * width)
        self.conv = ShiftedLinear(width, width, kernel, dilation)
        self.out = nn.Linear(width, width)
        nn.init.zeros_(self.style.bias)
        self.style.weight.data.mul_(0.3)
        nn.init.zeros_(self.out.bias)
        self.out.weight.data.mul_(0.3)

    def forward(self, x: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
        """x [B, T, width], style [B, style_width] -> [B, T, width]."""
        scale, shift = self.style(style).unsqueeze(1).split(self.width, dim=-1)
        return x + self.out(F.gelu(self.conv(self.norm(x) * (1 + scale) + shift)))
