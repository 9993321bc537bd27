"""Checkpoints of StyleTTS2 and StyleTTS2-lite: read strictly, and written in the published form for tests."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import torch
import yaml
from torch import Tensor, nn

from .checkpoint import WRAPPED, load_part, read_checkpoint
from .errors import ExportError
from .hifigan import HifiGanSize
from .istftnet import IstftNetSize
from .spectral_norm import fold_spectral_norm, unfold_spectral_norm
from .style_diffusion import transformer_state
from .styletts2 import LiteSize, StyleTts2, StyleTts2Lite, StyleTts2Size
from .styletts2_alphabet import IPA, LETTERS, PUNCTUATION
from .weight_norm import unfold_weight_norm, weight_norm_keys

LITE_PARTS = ('predictor', 'text_encoder', 'style_encoder', 'decoder')
PARTS = (*LITE_PARTS, 'bert', 'bert_encoder', 'predictor_encoder', 'diffusion')
ENCODERS = ('style_encoder', 'predictor_encoder')
PLBERT_FOLDER = 'PLBERT'
# Bins of the inverse transform that StyleTTS2-lite was trained with, as factors of the exact one's: it counts every bin
# once, and does not divide by the sum of the squared windows.
LITE_INNER_GAIN, LITE_OUTER_GAIN = 0.75, 1.5

State = Mapping[str, Tensor]
Model = TypeVar('Model', bound=nn.Module)


def load_styletts2(path: Path, size: StyleTts2Size) -> StyleTts2:
    """
    The model of a checkpoint of the second stage, or of one that was tuned from it.

    Raises `ExportError` that names what is missing, unexpected or of another shape.
    """
    return _load(path, StyleTts2(size), PARTS, 'for StyleTTS2-lite there is the command lite').eval()


def load_lite(path: Path, size: LiteSize) -> StyleTts2Lite:
    """The model of a StyleTTS2-lite checkpoint. Raises `ExportError` as `load_styletts2` does."""
    model = _load(path, StyleTts2Lite(size), LITE_PARTS, 'for StyleTTS2 there is the command styletts2').eval()
    if isinstance(size.decoder, IstftNetSize):
        _use_exact_transform(model)
    return model


def save_styletts2(model: StyleTts2 | StyleTts2Lite, folder: Path) -> None:
    """`model.pth` and `config.yml` in the published form, and the config of its PL-BERT."""
    folder.mkdir(parents=True, exist_ok=True)
    is_lite = isinstance(model, StyleTts2Lite)
    net = {}
    for part in LITE_PARTS if is_lite else PARTS:
        module = getattr(model, part)
        state = unfold_weight_norm(module.state_dict(), weight_norm_keys(module))
        if part in ENCODERS and not is_lite:
            state = unfold_spectral_norm(state)
        if part == 'diffusion':
            state = {f'{prefix}{key}': value for key, value in state.items() for prefix in ('unet.', 'diffusion.net.')}
        net[part] = {f'{WRAPPED}{key}': value for key, value in state.items()}
    torch.save({'net': net, 'epoch': 0}, folder / 'model.pth')
    _write_yaml(folder / 'config.yml', _config(model))
    if not is_lite:
        (folder / PLBERT_FOLDER).mkdir(exist_ok=True)
        _write_yaml(folder / PLBERT_FOLDER / 'config.yml', {'model_params': asdict(model.size.albert)})


def _load(path: Path, model: Model, parts: tuple[str, ...], otherwise: str) -> Model:
    content = read_checkpoint(path)
    net = content.get('net', content)
    absent = [part for part in parts if not isinstance(net.get(part), Mapping)]
    if absent:
        raise ExportError(
            f"{path} has no {', '.join(absent)} (it has {', '.join(map(str, net)) or 'nothing'}): give a checkpoint of "
            f'the second stage; {otherwise}.'
        )
    problems = []
    for part in parts:
        plain = {key.removeprefix(WRAPPED): value for key, value in net[part].items()}
        problems += load_part(getattr(model, part), PREPARATIONS.get(part, dict)(plain), part)
    if problems:
        raise ExportError(f"{path} does not fit its config: {'; '.join(problems)}. Give the two of one training.")
    return model


def _without_transform(state: State) -> dict[str, Tensor]:
    """Less the constants of the transform, which StyleTTS2-lite stores."""
    return {key: value for key, value in state.items() if not key.startswith('generator.stft.')}


# What becomes of a part's state before it is loaded.
PREPARATIONS: Mapping[str, Callable[[State], dict[str, Tensor]]] = {
    'style_encoder': fold_spectral_norm,
    'predictor_encoder': fold_spectral_norm,
    'diffusion': transformer_state,
    'decoder': _without_transform,
}


def _use_exact_transform(model: StyleTts2Lite) -> None:
    """Take the factors between the two inverse transforms into the logarithms of the magnitudes."""
    bins = model.decoder.generator.stft.bins
    gains = torch.full((bins,), math.log(LITE_INNER_GAIN))
    gains[[0, -1]] = math.log(LITE_OUTER_GAIN)
    with torch.no_grad():
        model.decoder.generator.conv_post.bias[:bins] += gains


def _config(model: StyleTts2 | StyleTts2Lite) -> dict[str, Any]:
    """What `styletts2_config.py` reads the sizes from."""
    size = model.size
    kind = 'hifigan' if isinstance(size.decoder, HifiGanSize) else 'istftnet'
    decoder = {key: _plain(value) for key, value in asdict(size.decoder).items()}
    common = {
        'dim_in': size.encoder_channels,
        'hidden_dim': size.hidden_dim,
        'style_dim': size.style_dim,
        'n_layer': size.n_layer,
        'max_dur': size.max_dur,
        'decoder_channels': size.decoder_channels,
        'residual_channels': size.residual_channels,
        'decoder': {'type': kind, **decoder},
    }
    if isinstance(model, StyleTts2Lite):
        symbol = {'pad': '$', 'punctuation': PUNCTUATION, 'letters': LETTERS, 'letters_ipa': IPA, 'extend': ''}
        return {'symbol': symbol, 'model_params': common}
    transformer = size.transformer
    diffusion = {
        'transformer': {
            'num_layers': transformer.layers,
            'num_heads': transformer.heads,
            'head_features': transformer.head_width,
            'multiplier': transformer.multiplier,
        },
        'dist': {'sigma_data': size.sigma_data},
    }
    params = {**common, 'n_token': size.token_count, 'multispeaker': transformer.multispeaker, 'diffusion': diffusion}
    return {'PLBERT_dir': PLBERT_FOLDER, 'model_params': params}


def _write_yaml(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding='utf-8')


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
