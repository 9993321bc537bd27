"""The generator's transforms are those of NumPy and PyTorch; an angle is one on every quadrant and edge."""

import math
import unittest

import numpy as np
import torch

from sotto_export.transforms import Transforms, angle

SIZE, HOP = 20, 5


def numpy_inverse(spectrum: np.ndarray) -> np.ndarray:
    """Overlap-add of inverse FFTs [bins, frames], divided by the sum of the squared windows, the centring cut off."""
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(SIZE) / SIZE)
    frames = spectrum.shape[1]
    total, weight = np.zeros((frames - 1) * HOP + SIZE), np.zeros((frames - 1) * HOP + SIZE)
    for index in range(frames):
        span = slice(index * HOP, index * HOP + SIZE)
        total[span] += np.fft.irfft(spectrum[:, index], SIZE) * window
        weight[span] += window**2
    inner = slice(SIZE // 2, -SIZE // 2)
    return total[inner] / weight[inner]


class TransformsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.transforms = Transforms(SIZE, HOP)
        self.rng = np.random.default_rng(0)

    def test_inverse_equals_numpy(self) -> None:
        magnitude = np.exp(self.rng.normal(0, 1, (11, 37)))
        phase = self.rng.uniform(-1, 1, (11, 37))
        phase[[0, -1]] = 0
        found = self.transforms.inverse_transform(
            torch.from_numpy(magnitude).float()[None], torch.from_numpy(phase).float()[None]
        )
        expected = numpy_inverse(magnitude * np.exp(1j * phase))
        self.assertLess(np.abs(found[0].numpy() - expected).max(), 1e-5 * np.abs(expected).max())

    def test_forward_equals_torch(self) -> None:
        signal = torch.from_numpy(self.rng.normal(0, 0.1, 600))
        found = self.transforms.forward_transform(signal[None, None])[0]
        expected = torch.stft(signal, SIZE, HOP, SIZE, torch.hann_window(SIZE, dtype=torch.float64), return_complex=True)
        self.assertEqual(found.shape, (22, 121))
        self.assertLess(float((found[:11] - expected.abs()).abs().max()), 1e-5)
        turned = torch.polar(found[:11], found[11:])
        self.assertLess(float((turned - expected).abs().max()), 1e-5)

    def test_there_and_back(self) -> None:
        signal = torch.from_numpy(self.rng.normal(0, 0.1, 300))
        har = self.transforms.forward_transform(signal[None, None])
        again = self.transforms.inverse_transform(har[:, :11], har[:, 11:])
        self.assertLess(float((again[0] - signal).abs().max()), 1e-5)

    def test_angle(self) -> None:
        for imaginary, real, expected in (
            (0.0, 0.0, 0.0), (0.0, -1.0, math.pi), (-0.0, -1.0, math.pi), (1.0, 0.0, math.pi / 2),
            (-1.0, 0.0, -math.pi / 2), (-1e-8, -1.0, -math.pi), (1.0, -2.0, math.atan2(1, -2)), (-3.0, 2.0, math.atan2(-3, 2)),
            (3.0, -2.0, math.atan2(3, -2)), (-3.0, -2.0, math.atan2(-3, -2)),
        ):
            with self.subTest(imaginary=imaginary, real=real):
                found = float(angle(torch.tensor(imaginary), torch.tensor(real)))
                self.assertAlmostEqual(found, expected, places=5)


if __name__ == '__main__':
    unittest.main()
