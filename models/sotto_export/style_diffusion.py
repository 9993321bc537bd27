"""StyleTTS2's style diffusion as one preconditioned denoising step."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import layer_norm


@dataclass(frozen=True)
class TransformerSize:
    """`diffusion.transformer` of config.yml, with the widths that come from elsewhere in it."""

    style: int
    embedding: int
    layers: int
    heads: int
    head_width: int
    multiplier: int
    # Rows of the fixed embedding, which stands for "no text": as many as PL-BERT has positions.
    positions: int
    multispeaker: bool

    @property
    def width(self) -> int:
        """Channels of a token: the style beside its embedding."""
        return self.style + self.embedding


class StyleLayerNorm(nn.Module):
    """Layer norm with scale and shift from the reference style."""

    def __init__(self, style: int, width: int) -> None:
        super().__init__()
        self.width = width
        self.fc = nn.Linear(style, width * 2)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        """x [B, n, width], features [1, style]."""
        scale, shift = self.fc(features)[0].split(self.width)
        return layer_norm(x, (self.width,), 1 + scale, shift)


class PlainLayerNorm(nn.LayerNorm):
    """Layer norm of a model of one speaker, which has no reference style."""

    def forward(self, x: Tensor, features: Tensor | None) -> Tensor:
        """x [B, n, width]."""
        return super().forward(x)


class HeadMixer(nn.Module):
    """Scaled dot-product attention over heads, and its output projection."""

    def __init__(self, size: TransformerSize) -> None:
        super().__init__()
        self.heads, self.head_width = size.heads, size.head_width
        self.scale = size.head_width**-0.5
        self.to_out = nn.Linear(size.heads * size.head_width, size.width)

    def forward(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        """All [B, n, heads · head_width] -> [B, n, width]."""
        split = (*q.shape[:2], self.heads, self.head_width)
        q, k, v = (part.reshape(split).transpose(1, 2) for part in (q, k, v))
        weights = torch.softmax(q @ k.transpose(-1, -2) * self.scale, -1)
        return self.to_out((weights @ v).transpose(1, 2).flatten(2))


class SelfAttention(nn.Module):
    """Self-attention whose queries and keys are normalised apart, as in the checkpoint."""

    def __init__(self, size: TransformerSize) -> None:
        super().__init__()
        self.inner = inner = size.heads * size.head_width
        self.norm = _norm(size)
        self.norm_context = _norm(size)
        self.to_q = nn.Linear(size.width, inner, bias=False)
        self.to_kv = nn.Linear(size.width, inner * 2, bias=False)
        self.attention = HeadMixer(size)

    def forward(self, x: Tensor, features: Tensor | None) -> Tensor:
        """[B, n, width] -> the same."""
        q = self.to_q(self.norm(x, features))
        k, v = self.to_kv(self.norm_context(x, features)).split(self.inner, -1)
        return self.attention(q, k, v)


class Block(nn.Module):
    """Attention and feed-forward, each added to its input."""

    def __init__(self, size: TransformerSize) -> None:
        super().__init__()
        self.attention = SelfAttention(size)
        inner = size.width * size.multiplier
        self.feed_forward = nn.Sequential(nn.Linear(size.width, inner), nn.GELU(), nn.Linear(inner, size.width))

    def forward(self, x: Tensor, features: Tensor | None) -> Tensor:
        """[B, n, width] -> the same."""
        x = self.attention(x, features) + x
        return self.feed_forward(x) + x


class LearnedTime(nn.Module):
    """The noise level, and sine and cosine of it at learned frequencies."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(width // 2))

    def forward(self, time: Tensor) -> Tensor:
        """[1] -> [1, width + 1]."""
        angle = time[:, None] * self.weights[None] * (2 * math.pi)
        return torch.cat([time[:, None], angle.sin(), angle.cos()], -1)


class StyleTransformer(nn.Module):
    """`Transformer1d` or, with several speakers, `StyleTransformer1d` of StyleTTS2; their keys."""

    def __init__(self, size: TransformerSize) -> None:
        super().__init__()
        width = size.width
        self.blocks = nn.ModuleList(Block(size) for _ in range(size.layers))
        # A rearrangement is the first module of the original's sequence.
        self.to_out = nn.Sequential(nn.Identity(), nn.Conv1d(width, size.style, 1))
        self.to_mapping = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, width), nn.GELU())
        time = nn.Sequential(LearnedTime(size.style), nn.Linear(size.style + 1, width))
        self.to_time = nn.Sequential(time, nn.GELU())
        self.to_features = nn.Sequential(nn.Linear(size.style, width), nn.GELU()) if size.multispeaker else None
        self.fixed_embedding = nn.Module()
        self.fixed_embedding.embedding = nn.Embedding(size.positions, size.embedding)

    def forward(self, x: Tensor, time: Tensor, embedding: Tensor, features: Tensor | None) -> Tensor:
        """x [1, 1, style], time [1], embedding [B, n, E], features [1, style] -> [B, 1, style]."""
        mapping = self.to_time(time)
        if self.to_features is not None:
            mapping = mapping + self.to_features(features)
        mapping = self.to_mapping(mapping)[:, None]
        hidden = torch.cat([x.expand(embedding.shape[0], embedding.shape[1], -1), embedding], -1)
        for block in self.blocks:
            hidden = block(hidden + mapping, features)
        return self.to_out(hidden.mean(1, keepdim=True).transpose(1, 2)).transpose(1, 2)


class Denoiser(nn.Module):
    """
    The graph `denoiser`: preconditioning (Karras et al. 2022, table 1) and classifier-free guidance about the network.

    `sigma_data` is the deviation of style vectors that the training measured and wrote into its config.yml.
    """

    def __init__(self, network: StyleTransformer, sigma_data: float) -> None:
        super().__init__()
        self.network = network
        self.sigma_data = sigma_data

    def forward(
        self, x: Tensor, sigma: Tensor, embedding: Tensor, embedding_scale: Tensor, features: Tensor | None = None
    ) -> Tensor:
        """x [1, 1, style], sigma [1], embedding [1, n, E], embedding_scale [1], features [1, style] -> like x."""
        total = sigma**2 + self.sigma_data**2
        positions = torch.arange(embedding.shape[1], device=embedding.device)
        fixed = self.network.fixed_embedding.embedding(positions)[None]
        # The second row, of the model without text, is computed only when guidance asks for it.
        rows = torch.arange(1 + (embedding_scale[0] != 1).to(torch.int64), device=embedding.device)
        pair = torch.index_select(torch.cat([embedding, fixed]), 0, rows)
        out = self.network(x * torch.rsqrt(total), torch.log(sigma) * 0.25, pair, features)
        conditional, free = out[:1], out[-1:]
        guided = free + (conditional - free) * embedding_scale
        skip, gain = self.sigma_data**2 / total, sigma * self.sigma_data * torch.rsqrt(total)
        return skip * x + gain * guided


def transformer_state(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The transformer's part of `diffusion` in a checkpoint, which holds it twice: as `unet` and as `diffusion.net`."""
    for prefix in ('unet.', 'diffusion.net.'):
        part = {key.removeprefix(prefix): value for key, value in state.items() if key.startswith(prefix)}
        if part:
            return part
    return dict(state)


def _norm(size: TransformerSize) -> nn.Module:
    return StyleLayerNorm(size.style, size.width) if size.multispeaker else PlainLayerNorm(size.width)
