"""config.yml of StyleTTS2 and config.yaml of StyleTTS2-lite: the sizes that they name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .albert import AlbertSize
from .errors import ExportError
from .hifigan import HifiGanSize
from .istftnet import IstftNetSize
from .style_diffusion import TransformerSize
from .styletts2 import DECODER_CHANNELS, RESIDUAL_CHANNELS, LiteSize, StyleTts2Size
from .styletts2_alphabet import SYMBOLS

Config = Mapping[str, Any]
# `Utils/PLBERT/config.yml`, which checkpoints of every language were trained with.
PLBERT = {
    'hidden_size': 768,
    'num_attention_heads': 12,
    'intermediate_size': 2048,
    'max_position_embeddings': 512,
    'num_hidden_layers': 12,
}


def read_config(path: Path) -> dict[str, Any]:
    """A parsed config. Raises `ExportError` for what is no YAML mapping with `model_params`."""
    try:
        config = yaml.safe_load(path.read_text(encoding='utf-8'))
    except OSError as error:
        raise ExportError(f'{path} cannot be read ({error.strerror}): give the config.yml of the model.') from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ExportError(f'{path} is not YAML: give the config.yml of the checkpoint.') from error
    if not isinstance(config, dict) or not isinstance(config.get('model_params'), dict):
        raise ExportError(f'{path} has no model_params: give the config.yml that lies beside the checkpoint.')
    return config


def styletts2_size(config: Config, path: Path) -> StyleTts2Size:
    """Sizes of a StyleTTS2; `path` is named in errors, and PL-BERT's own config is looked for beside it."""
    try:
        model = config['model_params']
        albert = _albert_size(config, path, int(model['n_token']))
        diffusion = model['diffusion']
        transformer = diffusion['transformer']
        return StyleTts2Size(
            **_common(model, int(model['n_token'])),
            albert=albert,
            transformer=TransformerSize(
                style=2 * int(model['style_dim']),
                embedding=albert.hidden_size,
                layers=int(transformer['num_layers']),
                heads=int(transformer['num_heads']),
                head_width=int(transformer['head_features']),
                multiplier=int(transformer['multiplier']),
                positions=albert.max_position_embeddings,
                multispeaker=bool(model['multispeaker']),
            ),
            sigma_data=float(diffusion['dist']['sigma_data']),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _garbled(path, error) from error


def lite_size(config: Config, path: Path) -> LiteSize:
    """Sizes of a StyleTTS2-lite."""
    try:
        return LiteSize(**_common(config['model_params'], lite_token_count(config)))
    except (KeyError, TypeError, ValueError) as error:
        raise _garbled(path, error) from error


def lite_symbols(config: Config) -> tuple[str, ...]:
    """The symbols that a StyleTTS2-lite lists, or StyleTTS2's."""
    symbol = config.get('symbol')
    if not isinstance(symbol, dict):
        return SYMBOLS
    parts = ('pad', 'punctuation', 'letters', 'letters_ipa', 'extend')
    return tuple(''.join(str(symbol.get(part) or '') for part in parts))


def lite_token_count(config: Config) -> int:
    """Rows of the embedding: one more than there are different symbols, as its training counts."""
    return len(set(lite_symbols(config))) + 1


def _common(model: Config, token_count: int) -> dict[str, Any]:
    return {
        'token_count': token_count,
        'decoder': _decoder_size(model['decoder']),
        'encoder_channels': int(model['dim_in']),
        'hidden_dim': int(model['hidden_dim']),
        'style_dim': int(model['style_dim']),
        'n_layer': int(model['n_layer']),
        'max_dur': int(model['max_dur']),
        'decoder_channels': int(model.get('decoder_channels', DECODER_CHANNELS)),
        'residual_channels': int(model.get('residual_channels', RESIDUAL_CHANNELS)),
    }


def _decoder_size(decoder: Config) -> IstftNetSize | HifiGanSize:
    kind = decoder['type']
    if kind == 'vocos':
        raise ExportError(
            'The decoder is vocos, for which there is no published checkpoint to check an export against: '
            'take a checkpoint with hifigan or istftnet.'
        )
    if kind not in ('hifigan', 'istftnet'):
        raise ExportError(f'The decoder is {kind}: take a checkpoint with hifigan or istftnet.')
    upsampling = {
        'upsample_rates': tuple(decoder['upsample_rates']),
        'upsample_kernel_sizes': tuple(decoder['upsample_kernel_sizes']),
        'upsample_initial_channel': int(decoder['upsample_initial_channel']),
        'resblock_kernel_sizes': tuple(decoder['resblock_kernel_sizes']),
        'resblock_dilation_sizes': tuple(tuple(dilations) for dilations in decoder['resblock_dilation_sizes']),
    }
    if kind == 'hifigan':
        return HifiGanSize(**upsampling)
    return IstftNetSize(
        **upsampling,
        gen_istft_n_fft=int(decoder['gen_istft_n_fft']),
        gen_istft_hop_size=int(decoder['gen_istft_hop_size']),
    )


def _albert_size(config: Config, path: Path, token_count: int) -> AlbertSize:
    """`model_params` of the config in `PLBERT_dir`, where it is at hand: the checkpoint holds the weights alone."""
    folder = config.get('PLBERT_dir')
    beside = path.parent / str(folder) / 'config.yml'
    known = read_config(beside)['model_params'] if folder and beside.is_file() else {}
    return AlbertSize(token_count=token_count, **{key: int(known.get(key, value)) for key, value in PLBERT.items()})


def _garbled(path: Path, error: Exception) -> ExportError:
    return ExportError(f'{path} lacks or garbles {error}: give the config.yml that lies beside the checkpoint.')
