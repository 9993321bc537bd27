"""What an AdaIN layer does with the mean and the mean square over time: measure them, give them out, or be told.

A normalisation is called as `normalise(x, gain, shift)` with x [1, C, T], gain and shift [1, C, 1], and returns
`(x - mean) / sqrt(variance + EPSILON) * gain + shift`. Layers meet it in the order of the computation, which is
how a statistic finds its layer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import torch
import torch.nn.functional as F
from torch import Tensor

EPSILON = 1e-5

Normalise = Callable[[Tensor, Tensor, Tensor], Tensor]


def instance_norm(x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
    """Over the whole time axis, as one operation."""
    return F.instance_norm(x, weight=gain.flatten(), bias=shift.flatten(), eps=EPSILON)


def plain_instance_norm(x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
    """Over the whole time axis, gain and shift applied afterwards: the operations of the published module."""
    ones = torch.ones(gain.shape[1])
    return F.instance_norm(x, weight=ones, bias=ones * 0, eps=EPSILON) * gain + shift


class MeasuredStatistics:
    """Normalises by what it measures over the whole time axis, and keeps it."""

    def __init__(self) -> None:
        self._taken: list[tuple[Tensor, Tensor]] = []

    def __call__(self, x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
        mean = x.mean(-1, keepdim=True)
        centred = x - mean
        variance = (centred * centred).mean(-1, keepdim=True)
        self._taken.append((mean[..., 0], (variance + mean * mean)[..., 0]))
        return centred * (gain * torch.rsqrt(variance + EPSILON)) + shift

    def by_width(self) -> list[tuple[Tensor, Tensor]]:
        """Means and mean squares [layers, C] for each width C, the widest first."""
        # A traced shape is a tensor; a number is what groups by.
        widths = sorted({int(mean.shape[1]) for mean, _ in self._taken}, reverse=True)
        groups = [[pair for pair in self._taken if int(pair[0].shape[1]) == width] for width in widths]
        return [(torch.cat([mean for mean, _ in group]), torch.cat([square for _, square in group])) for group in groups]


class GivenStatistics:
    """Normalises by statistics that were measured before: what makes a window equal its part of the whole."""

    def __init__(self, by_width: Mapping[int, tuple[Tensor, Tensor]]) -> None:
        """For each width C its means and mean squares, [layers, C]."""
        self._rows: dict[int, Iterator[tuple[Tensor, Tensor]]] = {
            width: zip(means.split(1), squares.split(1), strict=True) for width, (means, squares) in by_width.items()
        }

    def __call__(self, x: Tensor, gain: Tensor, shift: Tensor) -> Tensor:
        mean, square = next(self._rows[int(gain.shape[1])])
        # Rounding can bring the difference of two nearly equal numbers below zero.
        variance = torch.clamp(square - mean * mean, min=0)
        scale = gain * torch.rsqrt(variance + EPSILON)[..., None]
        return x * scale + (shift - mean[..., None] * scale)
