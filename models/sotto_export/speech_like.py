"""The last layers of an untrained model, set so that what it says has the pace, the pitch and the level of speech."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor

from .graphs import StagedModel
from .hifigan import Generator as HifiGan

MEAN_DURATION = 3.3
DURATION_SPREAD = 0.3
MEAN_F0_HZ, F0_SPREAD_HZ = 160.0, 30.0
LEVEL = 0.1
LEVEL_SPREAD = 1.0


def make_speech_like(model: StagedModel, spoken: Sequence[Tensor], style: Tensor) -> None:
    """
    Tokens last 1 to 8 units, F0 is a voice's, and the audio has an RMS of 0.1.

    `spoken` are utterances int64 [1, n] that this is measured on, `style` [1, width] the vector that they have.
    """
    acoustic, prosody = style[:, : model.style_dim], style[:, -model.style_dim :]
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


def _set_durations(model: StagedModel, encoded: Sequence[Tensor]) -> None:
    """The sum of `max_dur` sigmoids of one projection, so that it varies from token to token."""
    predictor = model.predictor
    layer = predictor.duration_proj.linear_layer
    layer.weight.copy_(layer.weight[:1].expand_as(layer.weight))
    layer.bias.zero_()
    values = torch.cat([predictor.duration_proj(predictor.lstm(one)[0])[0, :, 0] for one in encoded])
    scale = DURATION_SPREAD / values.std()
    layer.weight.mul_(scale)
    share = MEAN_DURATION / layer.out_features
    layer.bias.fill_(math.log(share / (1 - share)) - float(values.mean() * scale))


def _set_f0(model: StagedModel, aligned: Tensor, style: Tensor) -> None:
    layer = model.predictor.F0_proj
    layer.bias.zero_()
    values = model.predictor.curves(aligned, style)[0]
    scale = F0_SPREAD_HZ / values.std()
    layer.weight.mul_(scale)
    layer.bias.fill_(MEAN_F0_HZ - float(values.mean() * scale))


def _set_level(model: StagedModel, x: Tensor, har: Tensor, style: Tensor) -> None:
    generator = model.decoder.generator
    last: list[Tensor] = []
    hook = generator.conv_post.register_forward_hook(lambda _module, _inputs, output: last.append(output))
    generator(x, har, style)
    hook.remove()
    layer = generator.conv_post
    if isinstance(generator, HifiGan):
        factor = LEVEL / last[0].square().mean().sqrt()
        layer.weight *= factor
        layer.bias *= factor
        return
    # The exponent of a magnitude: its spread first, then its offset, which is a factor of the audio.
    bins = generator.stft.bins
    factor = LEVEL_SPREAD / last[0][:, :bins].std()
    layer.weight[:bins] *= factor
    layer.bias[:bins] *= factor
    rms = generator(x, har, style).square().mean().sqrt()
    layer.bias[:bins] += math.log(LEVEL) - torch.log(rms)
