"""StyleTTS2 and StyleTTS2-lite: their modules, with the keys of the published checkpoints; the graphs join them."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from . import hifigan, istftnet
from .albert import Albert, AlbertSize
from .decoder import Decoder
from .hifigan import HifiGanSize
from .istftnet import IstftNetSize
from .prosody import ProsodyPredictor, token_of_unit
from .style_diffusion import Denoiser, StyleTransformer, TransformerSize
from .style_encoder import StyleEncoder
from .text import TextEncoder

TEXT_KERNEL = 5
# Widths of the published decoders that no config names.
DECODER_CHANNELS, RESIDUAL_CHANNELS = 1024, 64


@dataclass(frozen=True)
class LiteSize:
    """What `model_params` of a config says of the modules that both kinds of model have."""

    token_count: int
    decoder: IstftNetSize | HifiGanSize
    # First channels of a style encoder.
    encoder_channels: int
    hidden_dim: int
    style_dim: int
    n_layer: int
    max_dur: int
    decoder_channels: int = DECODER_CHANNELS
    residual_channels: int = RESIDUAL_CHANNELS


@dataclass(frozen=True)
class StyleTts2Size(LiteSize):
    """And of those that StyleTTS2-lite left out."""

    albert: AlbertSize | None = None
    transformer: TransformerSize | None = None
    # Deviation of style vectors, which the training measured and wrote into its config.
    sigma_data: float = 0.2

    @property
    def is_multispeaker(self) -> bool:
        """Whether styles are drawn in the light of a reference."""
        return self.transformer.multispeaker


class StyleTts2Lite(nn.Module):
    """One style vector for both decoder and prosody, and prosody straight from the text encoder."""

    def __init__(self, size: LiteSize) -> None:
        super().__init__()
        self.size, self.style_dim = size, size.style_dim
        self.predictor = ProsodyPredictor(size.hidden_dim, size.style_dim, size.n_layer, size.max_dur)
        self.text_encoder = TextEncoder(size.token_count, size.hidden_dim, TEXT_KERNEL, size.n_layer)
        self.style_encoder = StyleEncoder(size.encoder_channels, size.style_dim, size.hidden_dim)
        self.decoder = new_decoder(size)

    def encode_prosody(self, tokens: Tensor, prosody_style: Tensor) -> Tensor:
        """tokens [1, n], style [1, S] -> [1, n, hidden_dim + S]."""
        return self.predictor.text_encoder(self.text_encoder(tokens).transpose(1, 2), prosody_style)

    def align(self, durations: Tensor) -> Tensor:
        """durations int64 [1, n] -> int64 [T]: a unit of time is made from the token that it belongs to."""
        return token_of_unit(durations)


class StyleTts2(nn.Module):
    """A style vector of two halves, prosody from PL-BERT, and a diffusion that draws styles to fit a text."""

    def __init__(self, size: StyleTts2Size) -> None:
        super().__init__()
        self.size, self.style_dim = size, size.style_dim
        self.bert = Albert(size.albert)
        self.bert_encoder = nn.Linear(size.albert.hidden_size, size.hidden_dim)
        self.predictor = ProsodyPredictor(size.hidden_dim, size.style_dim, size.n_layer, size.max_dur)
        self.text_encoder = TextEncoder(size.token_count, size.hidden_dim, TEXT_KERNEL, size.n_layer)
        self.style_encoder = StyleEncoder(size.encoder_channels, size.style_dim, size.hidden_dim)
        self.predictor_encoder = StyleEncoder(size.encoder_channels, size.style_dim, size.hidden_dim)
        self.diffusion = StyleTransformer(size.transformer)
        self.decoder = new_decoder(size)

    def encode_prosody(self, tokens: Tensor, prosody_style: Tensor) -> Tensor:
        """tokens [1, n], style [1, S] -> [1, n, hidden_dim + S]."""
        return self.predictor.text_encoder(self.bert_encoder(self.bert(tokens)), prosody_style)

    def align(self, durations: Tensor) -> Tensor:
        """
        durations int64 [1, n] -> int64 [T].

        With HiFi-GAN everything comes one unit later, the first one twice: so StyleTTS2's own inference does it.
        """
        token = token_of_unit(durations)
        return torch.cat([token[:1], token[:-1]]) if isinstance(self.size.decoder, HifiGanSize) else token

    def denoiser(self) -> Denoiser:
        """The diffusion as the step that a sampler calls."""
        return Denoiser(self.diffusion, self.size.sigma_data)


def new_decoder(size: LiteSize) -> Decoder:
    """The decoder with the generator that the size asks for."""
    kind = hifigan if isinstance(size.decoder, HifiGanSize) else istftnet
    generator = kind.Generator(size.decoder, size.style_dim)
    return Decoder(generator, size.hidden_dim, size.style_dim, size.decoder_channels, size.residual_channels)
