"""The text encoder: what a phoneme sounds like, for the decoder."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from .layers import SLOPE, BiLstm, ChannelLayerNorm, WeightNormConv1d


class TextEncoder(nn.Module):
    """tokens int64 [1, n] -> [1, channels, n]."""

    def __init__(self, token_count: int, channels: int, kernel: int, depth: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(token_count, channels)
        self.cnn = nn.ModuleList(
            nn.Sequential(
                WeightNormConv1d(channels, channels, kernel, padding=kernel // 2), ChannelLayerNorm(channels)
            )
            for _ in range(depth)
        )
        self.lstm = BiLstm(channels, channels)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.embedding(tokens).transpose(1, 2)
        for block in self.cnn:
            x = F.leaky_relu(block(x), SLOPE)
        return self.lstm(x.transpose(1, 2))[0].transpose(1, 2)
