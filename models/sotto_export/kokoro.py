"""Kokoro: the figures of its config.json and its five modules, with the keys of the published checkpoint."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from .albert import Albert, AlbertSize
from .decoder import Decoder
from .errors import ExportError
from .istftnet import Generator, IstftNetSize
from .prosody import ProsodyPredictor, token_of_unit
from .text import TextEncoder

# Widths of the published decoder that its config.json does not name.
DECODER_CHANNELS = 1024
RESIDUAL_CHANNELS = 64


@dataclass(frozen=True)
class KokoroSize:
    """A config.json, less its vocabulary and what only training reads."""

    albert: AlbertSize
    istftnet: IstftNetSize
    hidden_dim: int
    style_dim: int
    n_layer: int
    max_dur: int
    text_encoder_kernel_size: int
    decoder_channels: int = DECODER_CHANNELS
    residual_channels: int = RESIDUAL_CHANNELS

    def to_config(self) -> dict[str, Any]:
        """What `size_of` reads these figures from."""
        bert = asdict(self.albert)
        return {
            **{key: value for key, value in asdict(self).items() if key != 'albert'},
            'n_token': bert.pop('token_count'),
            'plbert': bert,
        }


class Kokoro(nn.Module):
    """The modules of a checkpoint; the graphs (`graphs.py`) join them."""

    def __init__(self, size: KokoroSize) -> None:
        super().__init__()
        self.size, self.style_dim = size, size.style_dim
        self.bert = Albert(size.albert)
        self.bert_encoder = nn.Linear(size.albert.hidden_size, size.hidden_dim)
        self.predictor = ProsodyPredictor(size.hidden_dim, size.style_dim, size.n_layer, size.max_dur)
        self.text_encoder = TextEncoder(
            size.albert.token_count, size.hidden_dim, size.text_encoder_kernel_size, size.n_layer
        )
        generator = Generator(size.istftnet, size.style_dim)
        self.decoder = Decoder(
            generator, size.hidden_dim, size.style_dim, size.decoder_channels, size.residual_channels
        )

    def encode_prosody(self, tokens: Tensor, prosody_style: Tensor) -> Tensor:
        """tokens [1, n], style [1, S] -> what durations and curves are read from, [1, n, hidden_dim + S]."""
        return self.predictor.text_encoder(self.bert_encoder(self.bert(tokens)), prosody_style)

    def align(self, durations: Tensor) -> Tensor:
        """durations int64 [1, n] -> int64 [T]: a unit of time is made from the token that it belongs to."""
        return token_of_unit(durations)


def read_config(path: Path) -> tuple[KokoroSize, dict[str, int]]:
    """
    The sizes and the vocabulary of a config.json.

    Raises `ExportError` when it is not one of Kokoro's.
    """
    try:
        config = json.loads(path.read_text(encoding='utf-8'))
    except OSError as error:
        raise ExportError(f'{path} cannot be read ({error.strerror}): give the config.json of the checkpoint.') from error
    except ValueError as error:
        raise ExportError(f'{path} is not JSON ({error}): download the config.json of the checkpoint again.') from error
    try:
        return size_of(config), {str(symbol): int(number) for symbol, number in config['vocab'].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ExportError(
            f"{path} lacks or garbles {error}: give Kokoro's own config.json, which lies beside its checkpoint."
        ) from error


def size_of(config: dict[str, Any]) -> KokoroSize:
    """The sizes in a parsed config.json. Raises KeyError, TypeError or ValueError for what is missing or malformed."""
    bert, net = config['plbert'], config['istftnet']
    return KokoroSize(
        albert=AlbertSize(
            token_count=int(config['n_token']),
            hidden_size=int(bert['hidden_size']),
            num_attention_heads=int(bert['num_attention_heads']),
            intermediate_size=int(bert['intermediate_size']),
            max_position_embeddings=int(bert['max_position_embeddings']),
            num_hidden_layers=int(bert['num_hidden_layers']),
        ),
        istftnet=IstftNetSize(
            upsample_rates=tuple(net['upsample_rates']),
            upsample_kernel_sizes=tuple(net['upsample_kernel_sizes']),
            upsample_initial_channel=int(net['upsample_initial_channel']),
            resblock_kernel_sizes=tuple(net['resblock_kernel_sizes']),
            resblock_dilation_sizes=tuple(tuple(dilations) for dilations in net['resblock_dilation_sizes']),
            gen_istft_n_fft=int(net['gen_istft_n_fft']),
            gen_istft_hop_size=int(net['gen_istft_hop_size']),
        ),
        hidden_dim=int(config['hidden_dim']),
        style_dim=int(config['style_dim']),
        n_layer=int(config['n_layer']),
        max_dur=int(config['max_dur']),
        text_encoder_kernel_size=int(config['text_encoder_kernel_size']),
        decoder_channels=int(config.get('decoder_channels', DECODER_CHANNELS)),
        residual_channels=int(config.get('residual_channels', RESIDUAL_CHANNELS)),
    )
