"""The prosody predictor, and the controls that a person has over what it predicts."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from .layers import AdainResBlk1d, AdaLayerNorm, BiLstm, LinearNorm
from .normalisation import Normalise, instance_norm

# The harmonic source takes F0 at or below this for unvoiced.
VOICED_ABOVE_HZ = 10.0
LN_PER_SEMITONE = math.log(2) / 12
# N is the natural logarithm of a power.
LN_PER_DB = math.log(10) / 10


class DurationEncoder(nn.Module):
    """LSTMs and style-conditioned layer norms in turn: [1, n, width], [1, S] -> [1, n, width + S]."""

    def __init__(self, width: int, style_width: int, depth: int) -> None:
        super().__init__()
        self.lstms = nn.ModuleList()
        for _ in range(depth):
            self.lstms.append(BiLstm(width + style_width, width))
            self.lstms.append(AdaLayerNorm(style_width, width))

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        repeated = style[:, None].expand(-1, x.shape[1], -1)
        x = torch.cat([x, repeated], -1)
        for lstm, norm in zip(self.lstms[::2], self.lstms[1::2], strict=True):
            x = torch.cat([norm(lstm(x)[0], style), repeated], -1)
        return x


class ProsodyPredictor(nn.Module):
    """Durations from the encoded text; F0 and N from it after alignment. Key names are the checkpoints'."""

    def __init__(self, width: int, style_width: int, depth: int, max_duration: int) -> None:
        super().__init__()
        self.text_encoder = DurationEncoder(width, style_width, depth)
        self.lstm = BiLstm(width + style_width, width)
        self.duration_proj = LinearNorm(width, max_duration)
        self.shared = BiLstm(width + style_width, width)
        self.F0 = self._curve_blocks(width, style_width)
        self.N = self._curve_blocks(width, style_width)
        self.F0_proj = nn.Conv1d(width // 2, 1, 1)
        self.N_proj = nn.Conv1d(width // 2, 1, 1)

    @staticmethod
    def _curve_blocks(width: int, style_width: int) -> nn.ModuleList:
        half = width // 2
        return nn.ModuleList(
            [
                AdainResBlk1d(width, width, style_width),
                AdainResBlk1d(width, half, style_width, upsample=True),
                AdainResBlk1d(half, half, style_width),
            ]
        )

    def expected_durations(self, encoded: Tensor) -> Tensor:
        """[1, n, width + S] -> [1, n], before rounding, in units of the alignment."""
        return torch.sigmoid(self.duration_proj(self.lstm(encoded)[0])).sum(-1)

    def curves(self, aligned: Tensor, style: Tensor, normalise: Normalise = instance_norm) -> tuple[Tensor, Tensor]:
        """[1, T, width + S] -> F0 in Hz and N, [1, 2T] each."""
        shared = self.shared(aligned)[0].transpose(1, 2)
        f0, n = shared, shared
        for f0_block, n_block in zip(self.F0, self.N, strict=True):
            f0, n = f0_block(f0, style, normalise), n_block(n, style, normalise)
        return self.F0_proj(f0)[:, 0], self.N_proj(n)[:, 0]


def whole_durations(expected: Tensor, length_scale: Tensor) -> Tensor:
    """float32 [1, n] of whole numbers: each rounded and at least 1, as the models were trained."""
    return torch.clamp(torch.round(expected * length_scale), min=1)


def with_pauses(durations: Tensor, pause_frames: Tensor) -> Tensor:
    """`pause_frames` where it is not negative, [1, n]."""
    return torch.where(pause_frames >= 0, torch.round(pause_frames), durations)


def token_of_unit(durations: Tensor) -> Tensor:
    """durations int64 [1, n] -> int64 [T], T their sum: which token each unit of time belongs to."""
    ends = torch.cumsum(durations, 1)[0]
    return (ends[None] <= torch.arange(ends[-1])[:, None]).to(torch.int64).sum(1)


def controlled_f0(f0: Tensor, pitch: Tensor, f0_range: Tensor) -> Tensor:
    """F0 in Hz [1, 2T] with its range scaled about the mean of the voiced part, then moved by `pitch` semitones."""
    voiced = f0 > VOICED_ABOVE_HZ
    log_f0 = torch.log(torch.where(voiced, f0, torch.ones_like(f0)))
    mean = log_f0.sum(1, keepdim=True) / torch.clamp(voiced.to(f0.dtype).sum(1, keepdim=True), min=1)
    # A factor that is 1 when nothing is changed, so that the model's own curve stays as it is to the bit.
    factor = torch.exp((f0_range - 1) * (log_f0 - mean) + pitch * LN_PER_SEMITONE)
    return torch.where(voiced, f0 * factor, f0)


def controlled_energy(n: Tensor, energy: Tensor) -> Tensor:
    """N [1, 2T] moved by `energy` decibels."""
    return n + energy * LN_PER_DB
