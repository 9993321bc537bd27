"""StyleTTS2 and StyleTTS2-lite as staged packs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .calibration import UTTERANCES, Pipeline, calibrate, statistics_table
from .graphs import FRAMES_PER_DURATION, AcousticGraph, ExactGeneratorGraph, TrunkGraph, statistics_inputs
from .istftnet import IstftNetSize
from .onnx_files import GraphFile
from .references import Reference
from .sampler import Denoise, Schedule, array_record, draw
from .staged_graphs import staged_graphs
from .staged_pack import (
    HIFIGAN_CONTEXT_FRAMES,
    ISTFTNET_CONTEXT_FRAMES,
    Description,
    PackVoice,
    Progress,
    StagedPack,
)
from .style_encoder import MIN_FRAMES
from .styletts2 import StyleTts2, StyleTts2Lite
from .styletts2_alphabet import PAD, alphabet, spelled, symbol_table

# Without positions that were learned, a StyleTTS2-lite has no limit of its own; this is the one of its elder sister.
LITE_MAX_TOKENS = 512
EXAMPLE_FRAMES = 3 * MIN_FRAMES
DRAW_SEED = 1
# Other than the usual 1, so that both rows of the network count.
PARITY_SCALE = 1.5
# Of StyleTTS2's own inference, with a reference and without one.
MULTISPEAKER_SHARES = {'alpha': 0.3, 'beta': 0.7}
SINGLE_SPEAKER_SHARES = {'alpha': 1.0, 'beta': 1.0}
CARRY_OVER, EMBEDDING_SCALE = 0.7, 1.0

Model = StyleTts2 | StyleTts2Lite


@dataclass(frozen=True)
class StyledVoice:
    """A voice and its style vector, float32 [1, width]."""

    id: str
    name: str
    style: np.ndarray


def voice_of(model: Model, reference: Reference) -> StyledVoice:
    """A voice from a recording, through the model's encoders."""
    encoders = [model.style_encoder]
    if isinstance(model, StyleTts2):
        encoders.append(model.predictor_encoder)
    with torch.no_grad():
        style = torch.cat([encoder(reference.mel()) for encoder in encoders], 1)
    return StyledVoice(reference.id, reference.name, style.numpy())


def drawn_voice(model: StyleTts2, symbols: Sequence[str]) -> StyledVoice:
    """The voice of a model of one speaker, without a recording: drawn by its diffusion for the first utterance."""
    with torch.no_grad():
        embedding = model.bert(calibration_tokens(symbols, has_end=False)[0])
    style, _ = draw(denoise(model, embedding, None, EMBEDDING_SCALE), Schedule(), DRAW_SEED, 2 * model.style_dim)
    return StyledVoice('speaker', 'Speaker', style[0])


def denoise(model: StyleTts2, embedding: Tensor, features: Tensor | None, embedding_scale: float) -> Denoise:
    """The model's denoiser as the sampler calls it; `features` is the reference style, of a model of many speakers."""
    step = model.denoiser().eval()

    def call(x: np.ndarray, sigma: float) -> np.ndarray:
        level = torch.tensor([sigma], dtype=torch.float32)
        with torch.no_grad():
            return step(torch.from_numpy(x), level, embedding, torch.tensor([embedding_scale]), features).numpy()

    return call


def drawn_parity(model: StyleTts2, tokens: Tensor, style: Tensor) -> dict[str, object]:
    """What the engine's sampler is to draw with the exported denoiser: a parity file as `sampler.py` has it."""
    with torch.no_grad():
        embedding = model.bert(tokens)
    features = style if model.size.is_multispeaker else None
    _, record = draw(denoise(model, embedding, features, PARITY_SCALE), Schedule(), DRAW_SEED, style.shape[1])
    conditions = {'embedding': array_record(embedding.numpy()), 'embeddingScale': PARITY_SCALE}
    reference = {} if features is None else {'features': array_record(features.numpy())}
    return {'denoiser': {'kind': 'graph'}, **conditions, **reference, **record}


def calibration_tokens(symbols: Sequence[str], has_end: bool) -> list[Tensor]:
    """The fixed English utterances as tokens int64 [1, n], pads included."""
    table = symbol_table(symbols)
    ends = [PAD] if has_end else []
    texts = (spelled(text) for text in UTTERANCES['en'])
    return [torch.tensor([[PAD, *(table[symbol] for symbol in text if symbol in table), *ends]]) for text in texts]


def styletts2_graphs(model: Model, tokens: Tensor, style: Tensor) -> list[GraphFile]:
    """Every graph; an utterance (tokens int64 [1, n], style [1, width]) gives the example of each."""
    mel = {'mel': torch.randn(1, 80, EXAMPLE_FRAMES)}
    frames = {'mel': {2: 'frames'}}
    graphs = [
        *staged_graphs(model, tokens, style),
        GraphFile('styleEncoder', model.style_encoder, mel, ['style'], frames),
    ]
    if isinstance(model, StyleTts2Lite):
        return graphs
    with torch.no_grad():
        embedding = model.bert(tokens)
    step = {'x': torch.randn(1, 1, style.shape[1]), 'sigma': torch.ones(1), 'embedding': embedding}
    guidance = {'embedding_scale': torch.full((1,), 1.5)}
    reference = {'features': style} if model.size.is_multispeaker else {}
    return [
        *graphs,
        GraphFile('prosodyEncoder', model.predictor_encoder, mel, ['style'], frames),
        GraphFile(
            'textFeatures', model.bert, {'tokens': tokens}, ['embedding'],
            {'tokens': {1: 'tokens'}, 'embedding': {1: 'tokens'}},
        ),
        GraphFile(
            'denoiser', model.denoiser(), {**step, **guidance, **reference}, ['denoised'], {'embedding': {1: 'tokens'}}
        ),
    ]


def styletts2_pack(
    model: Model, symbols: Sequence[str], voices: Sequence[StyledVoice], description: Description, progress: Progress
) -> StagedPack:
    """Calibrates every voice (seconds each at full size) and describes the pack."""
    is_lite = isinstance(model, StyleTts2Lite)
    sequences = calibration_tokens(symbols, has_end=is_lite)
    pipeline = Pipeline(AcousticGraph(model), TrunkGraph(model), ExactGeneratorGraph(model))
    calibrations = []
    for voice in voices:
        style = torch.from_numpy(voice.style)
        calibrations.append(calibrate(pipeline, [(tokens, style) for tokens in sequences]))
        progress(f'{voice.id}: calibrated, gain {calibrations[-1].gain_db:+.1f} dB')
    decoder = model.size.decoder
    is_istftnet = isinstance(decoder, IstftNetSize)
    return StagedPack(
        description=description,
        alphabet=alphabet(symbols, has_end=is_lite),
        graphs=styletts2_graphs(model, sequences[0], torch.from_numpy(voices[0].style)),
        voices=[
            PackVoice(voice.id, voice.name, 'en', '', '', calibration.gain_db, voice.style)
            for voice, calibration in zip(voices, calibrations, strict=True)
        ],
        max_tokens=LITE_MAX_TOKENS if is_lite else model.size.albert.max_position_embeddings,
        hop_samples=decoder.hop_samples,
        frames_per_duration=FRAMES_PER_DURATION,
        har_per_frame=decoder.columns_per_frame if is_istftnet else decoder.hop_samples,
        har_extra=1 if is_istftnet else 0,
        context_frames=ISTFTNET_CONTEXT_FRAMES if is_istftnet else HIFIGAN_CONTEXT_FRAMES,
        statistics=statistics_inputs(model),
        statistics_table=statistics_table(calibrations),
        diffusion=None if is_lite else diffusion_settings(model),
    )


def diffusion_settings(model: StyleTts2) -> dict[str, float]:
    """The manifest's `diffusion`: the settings of StyleTTS2's own inference."""
    schedule = Schedule()
    shares = MULTISPEAKER_SHARES if model.size.is_multispeaker else SINGLE_SPEAKER_SHARES
    return {
        'steps': schedule.steps,
        **shares,
        'embeddingScale': EMBEDDING_SCALE,
        'carryOver': CARRY_OVER,
        'sigmaMin': schedule.sigma_min,
        'sigmaMax': schedule.sigma_max,
        'rho': schedule.rho,
    }
