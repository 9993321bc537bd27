"""The acoustic network: tokens and a style vector become durations, F0, voicing and log-mel frames.

The shape is StyleTTS2's (a style vector of 256 = 128 acoustic + 128 prosody, durations by a recurrent
predictor, F0 and features on aligned frames), the size a twentieth of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from .alphabet import TOKEN_COUNT, ZERO_DURATION_IDS
from .layers import StyledBlock

MEL_BANDS = 80
WIDTH = 160
HALF_STYLE = 128
F0_DILATIONS = (1, 2, 4, 1)
POSITION_FEATURES = 6
SHARPENING = 0.4


def frame_positions(offsets: torch.Tensor, durations: torch.Tensor) -> torch.Tensor:
    """Where frames lie inside their tokens: [B, T, 6] from the frame's number in its token and the token's length."""
    relative = (offsets + 0.5) / durations
    return torch.stack(
        [
            relative * 2 - 1,
            torch.sin(math.pi * relative),
            torch.clamp(offsets * 0.1, max=2.0),
            torch.clamp((durations - 1 - offsets) * 0.1, max=2.0),
            torch.log1p(durations) * 0.5 - 1,
            1 / durations,
        ],
        dim=-1,
    )


@dataclass
class FramePlan:
    """Which token each frame belongs to: token [B, T] (int64), offset in the token and its duration [B, T] (float)."""

    token: torch.Tensor
    offset: torch.Tensor
    duration: torch.Tensor


class Acoustic(nn.Module):
    """See the module's docstring; `forward` parts are separate methods, because training and export call them apart."""

    def __init__(self, voice_count: int, style_count: int) -> None:
        super().__init__()
        self.voices = nn.Embedding(voice_count, 2 * HALF_STYLE)
        self.styles = nn.Embedding(style_count, 2 * HALF_STYLE)
        nn.init.normal_(self.voices.weight, std=0.5)
        nn.init.normal_(self.styles.weight, std=0.1)
        self.tokens = nn.Embedding(TOKEN_COUNT, WIDTH)
        nn.init.normal_(self.tokens.weight, std=0.5)
        self.encoder = nn.ModuleList(StyledBlock(WIDTH, HALF_STYLE) for _ in range(4))
        self.context = nn.GRU(WIDTH, WIDTH // 2, batch_first=True, bidirectional=True)
        self.duration_blocks = nn.ModuleList(StyledBlock(WIDTH, HALF_STYLE) for _ in range(2))
        self.duration_out = nn.Linear(WIDTH, 1)
        self.position = nn.Linear(POSITION_FEATURES, WIDTH)
        self.f0_blocks = nn.ModuleList(StyledBlock(WIDTH, HALF_STYLE, dilation=d) for d in F0_DILATIONS)
        self.f0_out = nn.Linear(WIDTH, 2)
        self.mean_log_f0 = nn.Linear(HALF_STYLE, 1)
        self.mel_in = nn.Linear(WIDTH + 2, WIDTH)
        self.mel_blocks = nn.ModuleList(StyledBlock(WIDTH, HALF_STYLE) for _ in range(6))
        self.mel_norm = nn.LayerNorm(WIDTH)
        self.mel_out = nn.Linear(WIDTH, MEL_BANDS)
        self.mean_log_f0.bias.data.fill_(math.log(150.0))
        self.mean_log_f0.weight.data.mul_(0.1)
        self.duration_out.bias.data.fill_(math.log1p(6.0))
        self.register_buffer('mel_mean', torch.zeros(MEL_BANDS))
        self.register_buffer('mel_scale', torch.ones(MEL_BANDS))
        silent = torch.zeros(TOKEN_COUNT)
        silent[list(ZERO_DURATION_IDS)] = 1.0
        self.register_buffer('silent_tokens', silent)

    def style_vector(self, voice: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
        """Voice and style numbers [B] -> style vectors [B, 256]."""
        return self.voices(voice) + self.styles(style)

    def encode(self, tokens: torch.Tensor, style: torch.Tensor, lengths: torch.Tensor | None = None) -> torch.Tensor:
        """Tokens [B, N] -> hidden [B, N, 160].  `lengths` [B] hides the padding of a training batch."""
        prosody = style[:, HALF_STYLE:]
        x = self.tokens(tokens)
        mask = None
        if lengths is not None:
            mask = (torch.arange(tokens.shape[1])[None] < lengths[:, None]).unsqueeze(-1).to(x.dtype)
            x = x * mask
        for block in self.encoder:
            x = block(x, prosody)
            if mask is not None:
                x = x * mask
        if lengths is None:
            return x + self.context(x)[0]
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        context, _ = pad_packed_sequence(self.context(packed)[0], batch_first=True, total_length=tokens.shape[1])
        return x + context

    def log_durations(self, hidden: torch.Tensor, style: torch.Tensor, lengths: torch.Tensor | None = None) -> torch.Tensor:
        """ln(1 + frames) of every token, [B, N]."""
        prosody = style[:, HALF_STYLE:]
        x = hidden
        for block in self.duration_blocks:
            if lengths is not None:
                x = x * (torch.arange(x.shape[1])[None] < lengths[:, None]).unsqueeze(-1).to(x.dtype)
            x = block(x, prosody)
        return self.duration_out(x).squeeze(-1)

    def spread(self, hidden: torch.Tensor, plan: FramePlan) -> torch.Tensor:
        """The length regulator: token states [B, N, 160] -> frame states [B, T, 160]."""
        index = plan.token.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])
        return hidden.gather(1, index) + self.position(frame_positions(plan.offset, plan.duration))

    def pitch(self, frames: torch.Tensor, style: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Frame states -> the voice's mean log-F0 [B, 1], the deviation from it [B, T], voicing logits [B, T]."""
        prosody = style[:, HALF_STYLE:]
        x = frames
        for block in self.f0_blocks:
            x = block(x, prosody)
        deviation, voicing = self.f0_out(x).unbind(-1)
        return self.mean_log_f0(prosody), deviation * 0.3, voicing

    def mel(self, frames: torch.Tensor, log_f0: torch.Tensor, voicing: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
        """Frame states, ln F0 and voicing (0..1) [B, T] -> log-mel [B, T, 80] in the data's own units."""
        acoustic = style[:, :HALF_STYLE]
        pitch = torch.stack([(log_f0 - math.log(150.0)) * 2 * voicing, voicing], dim=-1)
        x = self.mel_in(torch.cat([frames, pitch], dim=-1))
        for block in self.mel_blocks:
            x = block(x, acoustic)
        return self.mel_out(self.mel_norm(x)) * self.mel_scale + self.mel_mean


def smooth(values: torch.Tensor, reach: int) -> torch.Tensor:
    """[B, T] averaged over 2·reach + 1 frames with a Hann window; the ends repeat."""
    taps = torch.hann_window(2 * reach + 3, periodic=False)[1:-1]
    taps = (taps / taps.sum()).tolist()
    first, last = values[:, :1], values[:, -1:]
    padded = torch.cat([first.expand(-1, reach), values, last.expand(-1, reach)], dim=1)
    total = padded[:, : -2 * reach] * taps[0]
    for i in range(1, 2 * reach + 1):
        total = total + padded[:, i : -(2 * reach - i) or None] * taps[i]
    return total


def sharpen(mel: torch.Tensor) -> torch.Tensor:
    """Log-mel frames [B, T, 80] with their quickest changes restored.

    Least absolute error evens out what it cannot foresee: predicted frames change 0.86 times as much from one
    to the next as the teachers', and stops lose their bursts.  This brings the ratio back near 1.
    """
    before = torch.cat([mel[:, :1], mel[:, :-1]], dim=1)
    after = torch.cat([mel[:, 1:], mel[:, -1:]], dim=1)
    return mel + SHARPENING * (mel - 0.25 * before - 0.5 * mel - 0.25 * after)
