"""Short-time Fourier transforms of a generator as real-valued convolutions, equal to torch.stft and torch.istft.

Centred frames, periodic Hann window as long as the transform. The inverse counts the inner bins twice and divides by
the sum of the squared windows, which the widely used ONNX export of Kokoro leaves out.
"""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Transforms(nn.Module):
    """The pair for one transform size; it has no weights of a checkpoint."""

    def __init__(self, size: int, hop: int) -> None:
        super().__init__()
        self.size, self.hop, self.bins = size, hop, size // 2 + 1
        window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)
        angle = 2 * np.pi * np.outer(np.arange(self.bins), np.arange(size)) / size
        cosine, sine = np.cos(angle), np.sin(angle)
        # The imaginary parts of the first and the last bin are nothing but rounding.
        sine[[0, -1]] = 0
        forward = (np.concatenate([cosine, -sine]) * window).T
        self.register_buffer('forward_basis', torch.from_numpy(np.ascontiguousarray(forward)), persistent=False)
        weights = np.full((self.bins, 1), 2 / size)
        weights[[0, -1]] = 1 / size
        inverse = np.concatenate([cosine * weights, -sine * weights]) * window
        # The squared windows that overlap, at the positions of one hop; the ends lack the frames beyond them.
        overlaps = size // hop
        squares = (window**2).reshape(overlaps, hop)
        inverse = inverse.reshape(2 * self.bins, overlaps, hop) / squares.sum(0)
        # Output `hop` of a step comes from the last `overlaps` frames: a convolution with the frames reversed.
        self._constant('inverse_basis', inverse[:, ::-1].transpose(2, 0, 1))
        self.edge_hops = overlaps // 2 - 1
        first = [squares.sum(0) / squares[: overlaps // 2 + 1 + i].sum(0) for i in range(self.edge_hops)]
        last = [squares.sum(0) / squares[overlaps // 2 - 1 - i :].sum(0) for i in range(self.edge_hops)][::-1]
        self._constant('first_gain', np.concatenate(first))
        self._constant('last_gain', np.concatenate(last))

    def _constant(self, name: str, values: np.ndarray) -> None:
        values = torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))
        self.register_buffer(name, values, persistent=False)

    def forward_transform(self, signal: Tensor) -> Tensor:
        """float64 [1, 1, L] -> float32 [1, 2 * bins, L / hop + 1]: magnitudes, then phases in radians."""
        padded = F.pad(signal, (self.size // 2, self.size // 2), mode='reflect')
        # As a matrix product, because ONNX Runtime's convolutions know no double precision.
        hops = padded.view(-1, self.hop)
        overlaps = self.size // self.hop
        frames = torch.cat([hops[i : i + 1 - overlaps or None] for i in range(overlaps)], 1)
        real, imaginary = (frames @ self.forward_basis).t()[None].chunk(2, 1)
        magnitude = torch.sqrt(real * real + imaginary * imaginary)
        return torch.cat([magnitude.float(), angle(imaginary.float(), real.float())], 1)

    def inverse_transform(self, magnitude: Tensor, phase: Tensor) -> Tensor:
        """[1, bins, frames] each -> [1, (frames - 1) * hop]."""
        spectrum = torch.cat([magnitude * torch.cos(phase), magnitude * torch.sin(phase)], 1)
        blocks = F.conv1d(spectrum, self.inverse_basis, padding=self.edge_hops)
        signal = blocks.transpose(1, 2).reshape(1, -1)
        edge = self.edge_hops * self.hop
        first, inner, last = signal[:, :edge], signal[:, edge:-edge], signal[:, -edge:]
        return torch.cat([first * self.first_gain, inner, last * self.last_gain], 1)


def angle(imaginary: Tensor, real: Tensor) -> Tensor:
    """The argument in (-π, π], 0 at the origin, from operations that every provider has."""
    # One of the two quotients is at most 1, where the arc tangent is exact enough.
    steep = imaginary.abs() > real.abs()
    below = torch.where(steep, imaginary, real)
    quotient = torch.where(steep, real, imaginary) / torch.where(below == 0, torch.ones_like(below), below)
    base = torch.atan(quotient)
    side = torch.where(imaginary < 0, -torch.ones_like(real), torch.ones_like(real))
    behind = torch.where(real < 0, base + math.pi * side, base)
    return torch.where(steep, side * (math.pi / 2) - base, behind)
