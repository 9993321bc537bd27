"""PL-BERT: ALBERT over phoneme tokens, with the keys of Hugging Face's `AlbertModel`. One layer is used many times."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

EPSILON = 1e-12
EMBEDDING_WIDTH = 128
TOKEN_TYPES = 2


@dataclass(frozen=True)
class AlbertSize:
    """`plbert` of a config.json, and the number of tokens."""

    token_count: int
    hidden_size: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    num_hidden_layers: int


class Albert(nn.Module):
    """tokens int64 [1, n], n at most `max_position_embeddings` -> [1, n, hidden_size]."""

    def __init__(self, size: AlbertSize) -> None:
        super().__init__()
        self.embeddings = Embeddings(size)
        self.encoder = Encoder(size)
        # Of the checkpoint, but not of the computation.
        self.pooler = nn.Linear(size.hidden_size, size.hidden_size)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.encoder(self.embeddings(tokens))


class Embeddings(nn.Module):
    """Token, position and type embeddings, [1, n] -> [1, n, 128]."""

    def __init__(self, size: AlbertSize) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(size.token_count, EMBEDDING_WIDTH)
        self.position_embeddings = nn.Embedding(size.max_position_embeddings, EMBEDDING_WIDTH)
        self.token_type_embeddings = nn.Embedding(TOKEN_TYPES, EMBEDDING_WIDTH)
        self.LayerNorm = nn.LayerNorm(EMBEDDING_WIDTH, eps=EPSILON)

    def forward(self, tokens: Tensor) -> Tensor:
        positions = self.position_embeddings.weight[: tokens.shape[1]]
        summed = self.word_embeddings(tokens) + self.token_type_embeddings.weight[0] + positions
        return self.LayerNorm(summed)


class Encoder(nn.Module):
    """The one layer, `num_hidden_layers` times."""

    def __init__(self, size: AlbertSize) -> None:
        super().__init__()
        self.layer_count = size.num_hidden_layers
        self.embedding_hidden_mapping_in = nn.Linear(EMBEDDING_WIDTH, size.hidden_size)
        group = nn.Module()
        group.albert_layers = nn.ModuleList([Layer(size)])
        self.albert_layer_groups = nn.ModuleList([group])

    def forward(self, x: Tensor) -> Tensor:
        """[1, n, 128] -> [1, n, hidden_size]."""
        x = self.embedding_hidden_mapping_in(x)
        layer = self.albert_layer_groups[0].albert_layers[0]
        for _ in range(self.layer_count):
            x = layer(x)
        return x


class Layer(nn.Module):
    """Attention, then a feed-forward network, each with its residual and layer norm."""

    def __init__(self, size: AlbertSize) -> None:
        super().__init__()
        self.full_layer_layer_norm = nn.LayerNorm(size.hidden_size, eps=EPSILON)
        self.attention = Attention(size)
        self.ffn = nn.Linear(size.hidden_size, size.intermediate_size)
        self.ffn_output = nn.Linear(size.intermediate_size, size.hidden_size)

    def forward(self, x: Tensor) -> Tensor:
        """[1, n, hidden_size], the same shape out."""
        x = self.attention(x)
        return self.full_layer_layer_norm(self.ffn_output(gelu(self.ffn(x))) + x)


class Attention(nn.Module):
    """Self-attention over all tokens of an utterance."""

    def __init__(self, size: AlbertSize) -> None:
        super().__init__()
        self.heads = size.num_attention_heads
        self.head_width = size.hidden_size // size.num_attention_heads
        self.query = nn.Linear(size.hidden_size, size.hidden_size)
        self.key = nn.Linear(size.hidden_size, size.hidden_size)
        self.value = nn.Linear(size.hidden_size, size.hidden_size)
        self.dense = nn.Linear(size.hidden_size, size.hidden_size)
        self.LayerNorm = nn.LayerNorm(size.hidden_size, eps=EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        """[1, n, hidden_size], the same shape out."""

        def split(y: Tensor) -> Tensor:
            return y.view(1, -1, self.heads, self.head_width).transpose(1, 2)

        scores = split(self.query(x)) @ split(self.key(x)).transpose(-1, -2) / math.sqrt(self.head_width)
        mixed = (scores.softmax(-1) @ split(self.value(x))).transpose(1, 2)
        return self.LayerNorm(x + self.dense(mixed.reshape(1, -1, self.heads * self.head_width)))


def gelu(x: Tensor) -> Tensor:
    """The tanh form, which the published PL-BERT was trained with (`gelu_new`)."""
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))
