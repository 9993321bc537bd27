"""From a teacher's source parameters to one training utterance."""

from __future__ import annotations

import numpy as np

from ..dataset import Utterance
from ..features import FRAME_SECONDS as HOP_SECONDS
from ..features import log_mel
from . import timeline, vocoder
from .english import Source
from .whisper import whispered

VOCODER_SCALE = 1 / 32768


def render(source: Source, style: str, seed: int, gain: float) -> dict[str, np.ndarray]:
    """durations, f0, voicing, mel and audio (±1) of a source in one style."""
    position, depth = source.timeline.source_positions()
    nearest = np.clip(np.round(position).astype(int), 0, len(source.voiced) - 1)
    voiced = source.voiced[nearest] & (depth < timeline.PAUSE_FADE_SECONDS)
    f0_hz = timeline.rows_at(source.f0_hz, position)
    envelope = timeline.rows_at(source.log_envelope, position) + timeline.pause_attenuation(depth)[:, None]
    pulse, noise = timeline.rows_at(source.pulse_gain, position), timeline.rows_at(source.noise_gain, position)
    if style == 'whisper':
        envelope = whispered(envelope, voiced)
        voiced = np.zeros_like(voiced)
        noise = np.ones_like(noise)
    frame_count = source.timeline.frame_count()
    wave = vocoder.synthesize(envelope, pulse, noise, f0_hz, voiced, seed) * (VOCODER_SCALE * gain)
    wave = np.pad(wave, (0, vocoder.FRAME_SAMPLES))[: int(round(frame_count * HOP_SECONDS * vocoder.SAMPLE_RATE_HZ))]
    centres = (np.arange(frame_count) + 0.5) * HOP_SECONDS / vocoder.FRAME_SECONDS
    return {
        'durations': source.timeline.durations(),
        'f0': timeline.rows_at(f0_hz, centres).astype(np.float32),
        'voicing': voiced[np.minimum(np.round(centres).astype(int), len(voiced) - 1)].astype(np.uint8),
        'mel': log_mel(wave),
        'audio': wave,
    }


def utterance(
    item: dict, ids: list[int], source: Source, voice: str, style: str, seed: int, gain: float
) -> Utterance:
    """The training utterance of a corpus item (text, language, is_test)."""
    return Utterance(
        text=item['text'],
        voice=voice,
        style=style,
        language=item['language'],
        is_test=item['is_test'],
        tokens=np.array(ids),
        **render(source, style, seed, gain),
    )
