"""The acoustic graph as the pack ships it: the network plus controls, length regulator and sine phase."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

from .network import Acoustic, FramePlan, frame_positions, sharpen, smooth

SAMPLE_RATE_HZ = 24000
HOP_SAMPLES = 300
PERIOD_FRAMES = 256
F0_SMOOTHING_REACH = 2
MIN_F0_HZ = 45.0
MAX_F0_HZ = 700.0
DURATION_JITTER = 0.06
F0_DRIFT_SEMITONES = 0.5
LN_PER_SEMITONE = math.log(2) / 12
MAX_COLOUR_SHIFT_LOG = 4 * LN_PER_SEMITONE


def slow_noise(seed: int, smoothing: float) -> torch.Tensor:
    """A fixed periodic random curve of 256 points, unit variance, `smoothing` points wide."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal(PERIOD_FRAMES))
    spectrum *= np.exp(-0.5 * (np.arange(len(spectrum)) * smoothing / PERIOD_FRAMES * 2) ** 2)
    spectrum[0] = 0
    curve = np.fft.irfft(spectrum, PERIOD_FRAMES)
    return torch.tensor(curve / curve.std(), dtype=torch.float32)


def effort_weights(band_hz: torch.Tensor) -> torch.Tensor:
    """How much of each decibel of effort a band gets: less below 1 kHz, more above (loud voices tilt up)."""
    return torch.clamp(1 + 0.25 * torch.log2(band_hz / 1000), 0.5, 1.5)


class AcousticGraph(nn.Module):
    """tokens [1, N], style [1, 256] and controls -> features [1, T, 84], f0, energy, durations.

    Features per frame: 80 log-mel, F0 in Hz, voicing 0..1, sine phase at the frame's start in cycles,
    frame number modulo 256.
    """

    def __init__(self, network: Acoustic, band_hz: torch.Tensor, log_units_per_db: float) -> None:
        super().__init__()
        self.network = network
        self.register_buffer('effort', effort_weights(band_hz) * log_units_per_db)
        self.register_buffer('duration_noise', slow_noise(7, 3) * DURATION_JITTER)
        self.register_buffer('f0_noise', slow_noise(11, 24) * F0_DRIFT_SEMITONES * LN_PER_SEMITONE)

    def forward(
        self,
        tokens: torch.Tensor,
        style: torch.Tensor,
        length_scale: torch.Tensor,
        pitch: torch.Tensor,
        f0_range: torch.Tensor,
        energy: torch.Tensor,
        noise_scale: torch.Tensor,
        pause_frames: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        hidden = self.network.encode(tokens, style)
        durations = self.durations(hidden, tokens, style, length_scale, noise_scale, pause_frames)
        plan = self.plan(durations)
        frames = hidden[0][plan.token[0]][None] + self.network.position(frame_positions(plan.offset, plan.duration))

        mean, deviation, voicing_logit = self.network.pitch(frames, style)
        frame_number = torch.arange(frames.shape[1])
        period_index = torch.remainder(frame_number, PERIOD_FRAMES)
        shift = pitch * LN_PER_SEMITONE + noise_scale * self.f0_noise[period_index]
        log_f0 = smooth(mean + deviation * f0_range, F0_SMOOTHING_REACH)
        voicing = torch.sigmoid(voicing_logit * 2)
        f0 = torch.clamp(torch.exp(log_f0 + shift), MIN_F0_HZ, MAX_F0_HZ)
        # Far from the pitches of its training the mel network loses the vowels; so from four semitones on
        # the voice is coloured as it is at four.
        coloured = log_f0 + torch.clamp(shift, -MAX_COLOUR_SHIFT_LOG, MAX_COLOUR_SHIFT_LOG)
        mel = sharpen(self.network.mel(frames, coloured, voicing, style))
        mel = mel + energy * self.effort

        cycles = f0.double() * (HOP_SAMPLES / SAMPLE_RATE_HZ)
        phase = torch.cumsum(cycles, 1) - cycles
        phase = (phase - torch.floor(phase)).float()
        features = torch.cat(
            [mel, f0[..., None], voicing[..., None], phase[..., None], period_index.to(mel.dtype)[None, :, None]], dim=-1
        )
        level = torch.logsumexp(mel, -1)
        return features, f0, level, durations

    def durations(
        self,
        hidden: torch.Tensor,
        tokens: torch.Tensor,
        style: torch.Tensor,
        length_scale: torch.Tensor,
        noise_scale: torch.Tensor,
        pause_frames: torch.Tensor,
    ) -> torch.Tensor:
        """Whole frames of every token, [1, N] int64.  Rounding is of the running sum, so no time is lost or made."""
        position = torch.remainder(torch.cumsum(torch.ones_like(tokens), 1) - 1, PERIOD_FRAMES)
        jitter = torch.exp(noise_scale * self.duration_noise[position])
        own = torch.clamp((torch.exp(self.network.log_durations(hidden, style)) - 1) * length_scale * jitter, 1.0, 400.0)
        own = own * (1 - self.network.silent_tokens[tokens])
        wanted = torch.where(pause_frames >= 0, pause_frames, own)
        ends = torch.round(torch.cumsum(wanted, 1)).to(torch.int64)
        starts = torch.cat([torch.zeros_like(ends[:, :1]), ends[:, :-1]], dim=1)
        return ends - starts

    def plan(self, durations: torch.Tensor) -> FramePlan:
        """The frames of whole durations [1, N], exported as comparisons and gathers."""
        ends = torch.cumsum(durations, 1)
        frame = torch.arange(ends[0, -1])
        token = (ends[0][None, :] <= frame[:, None]).to(torch.int64).sum(1)
        starts = ends[0] - durations[0]
        return FramePlan(
            token[None], (frame - starts[token]).float()[None], durations[0][token].float()[None]
        )
