"""Seeded random models of the published shapes, for tests and for measurements that do not depend on the weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from .albert import AlbertSize
from .calibration import UTTERANCES, utterances
from .istftnet import IstftNetSize
from .kokoro import Kokoro, KokoroSize
from .speech_like import make_speech_like
from .vocabulary import VOCABULARY

# Kokoro-82M's config.json.
FULL = KokoroSize(
    albert=AlbertSize(
        token_count=178,
        hidden_size=768,
        num_attention_heads=12,
        intermediate_size=2048,
        max_position_embeddings=512,
        num_hidden_layers=12,
    ),
    istftnet=IstftNetSize(
        upsample_rates=(10, 6),
        upsample_kernel_sizes=(20, 12),
        upsample_initial_channel=512,
        resblock_kernel_sizes=(3, 7, 11),
        resblock_dilation_sizes=((1, 3, 5), (1, 3, 5), (1, 3, 5)),
        gen_istft_n_fft=20,
        gen_istft_hop_size=5,
    ),
    hidden_dim=512,
    style_dim=128,
    n_layer=3,
    max_dur=50,
    text_encoder_kernel_size=5,
)
# A hundredth of the weights; a token sequence, a style vector and a frame are what they are at full size.
SMALL = replace(
    FULL,
    albert=replace(FULL.albert, hidden_size=48, num_attention_heads=4, intermediate_size=96, num_hidden_layers=2),
    istftnet=replace(FULL.istftnet, upsample_initial_channel=64),
    hidden_dim=64,
    decoder_channels=96,
    residual_channels=16,
)
SIZES = {'full': FULL, 'small': SMALL}

STYLE_SPREAD = 0.18
TABLE_ROWS = 510


def random_kokoro(size: KokoroSize, seed: int) -> Kokoro:
    """A model with PyTorch's own initialisation, whose last layers are set so that it says something like speech."""
    torch.manual_seed(seed)
    model = Kokoro(size).eval()
    style = torch.from_numpy(style_table(size, seed)[TABLE_ROWS // 10])
    spoken = [tokens for language in UTTERANCES for tokens in utterances(VOCABULARY, language)]
    make_speech_like(model, spoken, style)
    return model


def style_table(size: KokoroSize, seed: int) -> np.ndarray:
    """A voice's table, float32 [510, 1, 2S]: one vector that drifts a little from row to row, as the published ones do."""
    rng = np.random.default_rng(seed)
    width = 2 * size.style_dim
    ends = rng.normal(0, STYLE_SPREAD, (2, width))
    share = np.linspace(0, 0.3, TABLE_ROWS)[:, None]
    return (ends[:1] + share * (ends[1:] - ends[:1])).astype(np.float32)[:, None]
