"""From a teacher's own timing to ours: each token takes a stretch of the source and a new length."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..features import FRAME_SECONDS as HOP_SECONDS
from .vocoder import FRAME_SECONDS

PAD_SECONDS = 0.05
PAUSE_SECONDS = {',': 0.19, '、': 0.14, ';': 0.27, ':': 0.25, '—': 0.25, '.': 0.38, '!': 0.38, '?': 0.38, '…': 0.42}
FINAL_PAUSE_SECONDS = {',': 0.12, '、': 0.10, ';': 0.16, ':': 0.16, '—': 0.16, '.': 0.2, '!': 0.2, '?': 0.2, '…': 0.26}


@dataclass
class Piece:
    """One token's stretch of the source, in 5 ms source frames, and how long it shall last.

    A pause keeps its two ends as they are, for they hold releases and fades, and gives or takes in the middle.
    """

    token: int
    start: float
    end: float
    seconds: float
    is_pause: bool = False


@dataclass
class Timeline:
    """Pieces in order; tokens without a piece last 0 frames."""

    token_count: int
    pieces: list[Piece] = field(default_factory=list)

    def frame_count(self) -> int:
        """Frames of 12.5 ms; the last piece is lengthened to fill the last one."""
        return int(np.ceil(sum(p.seconds for p in self.pieces) / HOP_SECONDS - 1e-6))

    def durations(self) -> np.ndarray:
        """Frames (fractional) per token; the sum is frame_count()."""
        frames = np.zeros(self.token_count, np.float32)
        for piece in self.pieces:
            frames[piece.token] += piece.seconds / HOP_SECONDS
        frames[self.pieces[-1].token] += self.frame_count() - frames.sum()
        return frames

    def source_positions(self) -> tuple[np.ndarray, np.ndarray]:
        """For each 5 ms output frame its place in the source, and its depth in seconds inside a pause (else 0)."""
        total = self.frame_count() * HOP_SECONDS
        times = np.arange(int(round(total / FRAME_SECONDS))) * FRAME_SECONDS
        position, depth = np.zeros(len(times)), np.zeros(len(times))
        start = 0.0
        for index, piece in enumerate(self.pieces):
            is_last = index == len(self.pieces) - 1
            end = total if is_last else start + piece.seconds
            inside = (times >= start - 1e-9) & (times < end - 1e-9) if not is_last else times >= start - 1e-9
            since, left = times[inside] - start, end - times[inside]
            if piece.is_pause:
                from_start = piece.start + since / FRAME_SECONDS
                from_end = piece.end - left / FRAME_SECONDS
                middle = (piece.start + piece.end) / 2
                # The utterance's outer ends have speech on one side only.
                first_half = since <= left
                if index == 0:
                    first_half = np.zeros_like(first_half)
                elif is_last:
                    first_half = np.ones_like(first_half)
                near = np.where(first_half, np.minimum(from_start, middle), np.maximum(from_end, middle))
                if index == 0 or is_last:
                    near = np.clip(np.where(first_half, from_start, from_end), piece.start, piece.end)
                position[inside] = near
                depth[inside] = np.where(first_half, since, left)
            else:
                position[inside] = piece.start + since / max(piece.seconds, 1e-6) * (piece.end - piece.start)
            start = end
        return position, depth


def rows_at(rows: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Rows interpolated at fractional positions."""
    place = np.clip(position, 0, len(rows) - 1.001)
    below = place.astype(int)
    weight = (place - below).astype(np.float32)
    if rows.ndim == 2:
        weight = weight[:, None]
    return rows[below] * (1 - weight) + rows[np.minimum(below + 1, len(rows) - 1)] * weight


PAUSE_FADE_SECONDS, PAUSE_FADE_NEPERS = 0.04, 2.5


def pause_attenuation(depth_seconds: np.ndarray) -> np.ndarray:
    """Log gain that fades a teacher's background hiss out inside pauses."""
    return (-PAUSE_FADE_NEPERS * np.clip(depth_seconds / PAUSE_FADE_SECONDS - 0.5, 0, 1)).astype(np.float32)
