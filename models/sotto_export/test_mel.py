"""
The mel reference against its definition, and the engine's fixture against the reference.
`python3 -m sotto_export.test_mel --write` makes the fixture anew.
"""

import base64
import json
import sys
import unittest
from pathlib import Path

import numpy as np
import torch

from . import mel
from .sampler import array_record

FIXTURE = Path(__file__).parent / 'fixtures' / 'log-mel.json'


def reference() -> np.ndarray:
    return mel.log_mel(torch.from_numpy(mel.probe())).numpy()


def defined(samples: np.ndarray) -> np.ndarray:
    """The same in float64 from the formulas alone, a frame at a time."""
    half = mel.FFT // 2
    padded = np.pad(samples.astype(np.float64), half, mode='reflect')
    window = np.zeros(mel.FFT)
    start = (mel.FFT - mel.WINDOW) // 2
    window[start : start + mel.WINDOW] = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(mel.WINDOW) / mel.WINDOW)
    starts = range(0, len(samples) + 1, mel.HOP)
    power = np.stack([np.abs(np.fft.rfft(window * padded[at : at + mel.FFT])) ** 2 for at in starts], axis=1)
    bands = mel.filterbank().numpy().astype(np.float64).T @ power
    return (np.log(mel.FLOOR + bands) - mel.MEAN) / mel.DEVIATION


class MelTest(unittest.TestCase):
    def test_equals_its_definition(self):
        samples = mel.probe()
        np.testing.assert_allclose(mel.log_mel(torch.from_numpy(samples)).numpy(), defined(samples), atol=2e-5)

    def test_has_a_frame_a_hop_and_one_more(self):
        self.assertEqual(tuple(mel.log_mel(torch.zeros(3000)).shape), (80, 11))

    def test_silence_is_the_floor(self):
        floor = (np.log(mel.FLOOR) - mel.MEAN) / mel.DEVIATION
        np.testing.assert_allclose(mel.log_mel(torch.zeros(3000)).numpy(), floor, atol=1e-6)

    def test_bands_overlap_without_a_gap(self):
        weights = mel.filterbank().numpy()
        first, last = weights[:, 0].argmax(), weights[:, -1].argmax()
        np.testing.assert_allclose(weights[first + 1 : last].sum(axis=1), 1, atol=1e-3)

    def test_the_engine_is_tested_against_this(self):
        committed = json.loads(FIXTURE.read_text())
        self.assertEqual(committed['sampleCount'], len(mel.probe()))
        values = np.frombuffer(base64.b64decode(committed['mel']['float32']), '<f4')
        np.testing.assert_allclose(values.reshape(committed['mel']['shape']), reference(), atol=1e-5)


if __name__ == '__main__':
    if '--write' in sys.argv:
        record = {'sampleCount': len(mel.probe()), 'mel': array_record(reference())}
        FIXTURE.write_text(json.dumps(record, indent=2) + '\n')
    else:
        unittest.main()
