"""Seeded random StyleTTS2 models of the published shapes, for tests and for measurements of speed and memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from .hifigan import HifiGanSize
from .istftnet import IstftNetSize
from .random_weights import FULL as KOKORO
from .random_weights import SMALL as SMALL_KOKORO
from .random_weights import STYLE_SPREAD
from .speech_like import make_speech_like
from .style_diffusion import TransformerSize
from .style_encoder import StyleEncoder
from .styletts2 import LiteSize, StyleTts2, StyleTts2Lite, StyleTts2Size
from .styletts2_alphabet import SYMBOLS
from .styletts2_pack import StyledVoice, calibration_tokens

# The published models, by the name that the command line has for them.
MODELS = ('styletts2-libritts', 'styletts2-ljspeech', 'lite')
VOICES = ('anna', 'ben')
FULL_HIFIGAN = HifiGanSize(
    upsample_rates=(10, 5, 3, 2),
    upsample_kernel_sizes=(20, 10, 6, 4),
    upsample_initial_channel=512,
    resblock_kernel_sizes=(3, 7, 11),
    resblock_dilation_sizes=((1, 3, 5), (1, 3, 5), (1, 3, 5)),
)
# Two stages of two blocks each, because it is their number that an export takes its time for.
SMALL_HIFIGAN = HifiGanSize(
    upsample_rates=(15, 20),
    upsample_kernel_sizes=(30, 40),
    upsample_initial_channel=64,
    resblock_kernel_sizes=(3, 7),
    resblock_dilation_sizes=((1, 3, 5), (1, 3, 5)),
)
FULL_TRANSFORMER = TransformerSize(
    style=256, embedding=768, layers=3, heads=8, head_width=64, multiplier=2, positions=512, multispeaker=True
)
# Added to layer norms, which do nothing as PyTorch initialises them.
NORM_SPREAD = 0.1


def size_of(model: str, is_full: bool) -> LiteSize:
    """Sizes by a name of `MODELS`: the published ones, or reduced ones."""
    published = KOKORO if is_full else SMALL_KOKORO
    istftnet: IstftNetSize = published.istftnet
    hifigan = FULL_HIFIGAN if is_full else SMALL_HIFIGAN
    common = {
        'token_count': len(SYMBOLS),
        'decoder': istftnet if model == 'styletts2-ljspeech' else hifigan,
        'encoder_channels': 64 if is_full else 8,
        'hidden_dim': published.hidden_dim,
        'style_dim': published.style_dim,
        'n_layer': published.n_layer,
        'max_dur': published.max_dur,
        'decoder_channels': published.decoder_channels,
        'residual_channels': published.residual_channels,
    }
    if model == 'lite':
        return LiteSize(**common)
    transformer = replace(
        FULL_TRANSFORMER,
        embedding=published.albert.hidden_size,
        layers=3 if is_full else 2,
        head_width=64 if is_full else 8,
        multispeaker=model == 'styletts2-libritts',
    )
    return StyleTts2Size(**common, albert=published.albert, transformer=transformer)


def random_styletts2(size: LiteSize, seed: int) -> StyleTts2 | StyleTts2Lite:
    """A model whose last layers are set so that it says something like speech."""
    torch.manual_seed(seed)
    is_lite = not isinstance(size, StyleTts2Size)
    model = (StyleTts2Lite(size) if is_lite else StyleTts2(size)).eval()
    with torch.no_grad():
        for layer in model.modules():
            if isinstance(layer, nn.LayerNorm):
                layer.weight.add_(torch.randn_like(layer.weight) * NORM_SPREAD)
                layer.bias.add_(torch.randn_like(layer.bias) * NORM_SPREAD)
        for encoder in (layer for layer in model.modules() if isinstance(layer, StyleEncoder)):
            _set_style_spread(encoder)
    style = torch.from_numpy(random_voices(model, seed)[0].style)
    make_speech_like(model, calibration_tokens(SYMBOLS, has_end=is_lite), style)
    return model


def random_voices(model: StyleTts2 | StyleTts2Lite, seed: int) -> list[StyledVoice]:
    """Two voices with random style vectors."""
    width = model.style_dim if isinstance(model, StyleTts2Lite) else 2 * model.style_dim
    vectors = np.random.default_rng(seed).normal(0, STYLE_SPREAD, (len(VOICES), 1, width)).astype(np.float32)
    return [StyledVoice(name, name.title(), vector) for name, vector in zip(VOICES, vectors, strict=True)]


def _set_style_spread(encoder: StyleEncoder) -> None:
    """The last layer of an encoder, so that a vector is as large as those of trained ones."""
    vector = encoder(torch.randn(1, 80, 200))
    factor = STYLE_SPREAD / vector.std()
    encoder.unshared.weight *= factor
    encoder.unshared.bias *= factor
