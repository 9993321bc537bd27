"""Pictures: each voice's held-out sentence as the teacher said it (above) and as the models say it (below)."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from scipy import signal

from .features import SAMPLE_RATE_HZ

HEIGHT = 256
COLUMN_SAMPLES = 120
RANGE_DB = 80.0


def picture(wave: np.ndarray) -> np.ndarray:
    """Grey levels [256, columns] of a wave's narrow-band spectrogram, 0 to 12 kHz upwards, black is loud."""
    _, _, spectrum = signal.stft(wave, SAMPLE_RATE_HZ, nperseg=720, noverlap=720 - COLUMN_SAMPLES, nfft=1024)
    level = 20 * np.log10(np.abs(spectrum) + 1e-7)
    rows = level[1:513].reshape(HEIGHT, 2, -1).max(1)
    grey = np.clip((rows - rows.max()) / RANGE_DB + 1, 0, 1)
    return (255 - 255 * grey[::-1]).astype(np.uint8)


def above(*pictures: np.ndarray) -> np.ndarray:
    """Pictures one above the other, padded with white to the same width, a thin line between."""
    width = max(p.shape[1] for p in pictures)
    rows = []
    for one in pictures:
        rows.append(np.pad(one, ((0, 0), (0, width - one.shape[1])), constant_values=255))
        rows.append(np.full((3, width), 128, np.uint8))
    return np.concatenate(rows[:-1])


def write_png(path: Path, grey: np.ndarray) -> None:
    """An 8-bit grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))

    height, width = grey.shape
    lines = b''.join(b'\0' + row.tobytes() for row in grey)
    header = struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)
    parts = chunk(b'IHDR', header) + chunk(b'IDAT', zlib.compress(lines, 9)) + chunk(b'IEND', b'')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b'\x89PNG\r\n\x1a\n' + parts)
