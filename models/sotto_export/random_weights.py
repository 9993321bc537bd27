"""Seeded random models of the published shapes, for tests and for measurements that do not depend on the weights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from .albert import AlbertSize
from .calibration import UTTERANCES, utterances
from .istftnet import IstftNetSize
from .kokoro import Kokoro, KokoroSize
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

# What the untrained predictor is set to say on average: the pace and the pitch of speech.
MEAN_DURATION = 3.3
DURATION_SPREAD = 0.3
MEAN_F0_HZ, F0_SPREAD_HZ = 160.0, 30.0
LEVEL = 0.1
LEVEL_SPREAD = 1.0
STYLE_SPREAD = 0.18
TABLE_ROWS = 510


def random_kokoro(size: KokoroSize, seed: int) -> Kokoro:
    """
    A model with PyTorch's own initialisation, whose last layers are set so that tokens last 1 to 8
    units, F0 is a voice's, and the audio has an RMS of 0.1.
    """
    torch.manual_seed(seed)
    model = Kokoro(size).eval()
    style = torch.from_numpy(style_table(size, seed)[TABLE_ROWS // 10])
    acoustic, prosody = style.split(size.style_dim, 1)
    spoken = [tokens for language in UTTERANCES for tokens in utterances(VOCABULARY, language)]
    with torch.no_grad():
        encoded = [model.encode_prosody(tokens, prosody) for tokens in spoken]
        _set_durations(model, encoded)
        units = torch.arange(spoken[0].shape[1]).repeat_interleave(round(MEAN_DURATION))
        aligned = encoded[0][:, units]
        _set_f0(model, aligned, prosody)
        f0, n = model.predictor.curves(aligned, prosody)
        x = model.decoder.trunk(model.text_encoder(spoken[0])[..., units], f0, n, acoustic)
        har = model.decoder.generator.source(f0, torch.ones(1))
        _set_level(model, x, har, acoustic)
    return model


def _set_durations(model: Kokoro, encoded: Sequence[Tensor]) -> None:
    """The sum of `max_dur` sigmoids of one projection, so that it varies from token to token."""
    predictor = model.predictor
    layer = predictor.duration_proj.linear_layer
    layer.weight.copy_(layer.weight[:1].expand_as(layer.weight))
    layer.bias.zero_()
    values = torch.cat([predictor.duration_proj(predictor.lstm(one)[0])[0, :, 0] for one in encoded])
    scale = DURATION_SPREAD / values.std()
    layer.weight.mul_(scale)
    share = MEAN_DURATION / model.size.max_dur
    layer.bias.fill_(math.log(share / (1 - share)) - float(values.mean() * scale))


def _set_f0(model: Kokoro, aligned: Tensor, style: Tensor) -> None:
    layer = model.predictor.F0_proj
    layer.bias.zero_()
    values = model.predictor.curves(aligned, style)[0]
    scale = F0_SPREAD_HZ / values.std()
    layer.weight.mul_(scale)
    layer.bias.fill_(MEAN_F0_HZ - float(values.mean() * scale))


def _set_level(model: Kokoro, x: Tensor, har: Tensor, style: Tensor) -> None:
    """The exponent of a magnitude: its spread first, then its offset, which is a factor of the audio."""
    generator = model.decoder.generator
    bins = generator.stft.bins
    levels: list[Tensor] = []
    hook = generator.conv_post.register_forward_hook(lambda _module, _inputs, output: levels.append(output[:, :bins]))
    generator(x, har, style)
    hook.remove()
    factor = LEVEL_SPREAD / levels[0].std()
    generator.conv_post.weight[:bins] *= factor
    generator.conv_post.bias[:bins] *= factor
    rms = generator(x, har, style).square().mean().sqrt()
    generator.conv_post.bias[:bins] += math.log(LEVEL) - torch.log(rms)


def style_table(size: KokoroSize, seed: int) -> np.ndarray:
    """A voice's table, float32 [510, 1, 2S]: one vector that drifts a little from row to row, as the published ones do."""
    rng = np.random.default_rng(seed)
    width = 2 * size.style_dim
    ends = rng.normal(0, STYLE_SPREAD, (2, width))
    share = np.linspace(0, 0.3, TABLE_ROWS)[:, None]
    return (ends[:1] + share * (ends[1:] - ends[:1])).astype(np.float32)[:, None]
