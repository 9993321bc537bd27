"""The style sampler in NumPy, which the engine's TypeScript one is tested against: ADPM2 on a Karras schedule."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Denoise = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True)
class Schedule:
    """Karras et al. 2022, equation 5; the defaults are those of StyleTTS2's own inference."""

    steps: int = 5
    sigma_min: float = 0.0001
    sigma_max: float = 3.0
    rho: float = 9.0

    def sigmas(self) -> np.ndarray:
        """Noise levels, falling: float64 [steps]. The sampler walks from each to the next."""
        ends = np.array([self.sigma_max, self.sigma_min]) ** (1 / self.rho)
        return (ends[0] + np.arange(self.steps) / (self.steps - 1) * (ends[1] - ends[0])) ** self.rho


def adpm2(denoise: Denoise, noise: np.ndarray, step_noises: Sequence[np.ndarray], sigmas: np.ndarray) -> np.ndarray:
    """
    Draw a vector: float32 of the shape of `noise`.

    `denoise(x, sigma)` is the preconditioned network; `step_noises` has one standard normal array for each of the
    `len(sigmas) - 1` steps. A step goes to the midpoint and from its slope to `down`, then adds `up` of noise:
    k-diffusion's ancestral DPM-2 with the exponent 1.
    """
    x = (sigmas[0] * noise).astype(np.float32)
    for sigma, following, fresh in zip(sigmas[:-1], sigmas[1:], step_noises, strict=True):
        up = math.sqrt(following**2 * (sigma**2 - following**2) / sigma**2)
        down = math.sqrt(following**2 - up**2)
        middle = (sigma + down) / 2
        slope = (x - denoise(x, sigma)) / sigma
        at_middle = (x + slope * (middle - sigma)).astype(np.float32)
        slope = (at_middle - denoise(at_middle, middle)) / middle
        x = (x + slope * (down - sigma) + fresh * up).astype(np.float32)
    return x


def gaussian_denoiser(mean: np.ndarray, deviation: float) -> Denoise:
    """The exact denoiser of data that is normal with `mean` and `deviation`: linear in x."""
    variance = deviation**2

    def denoise(x: np.ndarray, sigma: float) -> np.ndarray:
        return ((variance * x + sigma**2 * mean) / (variance + sigma**2)).astype(np.float32)

    return denoise


def array_record(values: np.ndarray) -> dict[str, object]:
    """An array for a parity file: its shape, and its values as base64 of little-endian float32."""
    return {'shape': list(values.shape), 'float32': base64.b64encode(values.astype('<f4').tobytes()).decode('ascii')}


def array_of(record: dict[str, object]) -> np.ndarray:
    """The array of an `array_record`."""
    return np.frombuffer(base64.b64decode(record['float32']), '<f4').reshape(record['shape'])


def draw(
    denoise: Denoise, schedule: Schedule, seed: int, width: int
) -> tuple[np.ndarray, dict[str, object]]:
    """A vector [1, 1, width] drawn with noise of a seed, and the record of it for a parity file."""
    rng = np.random.default_rng(seed)
    noises = rng.standard_normal((schedule.steps, 1, 1, width)).astype(np.float32)
    result = adpm2(denoise, noises[0], list(noises[1:]), schedule.sigmas())
    record = {
        'steps': schedule.steps,
        'sigmaMin': schedule.sigma_min,
        'sigmaMax': schedule.sigma_max,
        'rho': schedule.rho,
        'sigmas': schedule.sigmas().tolist(),
        'noise': array_record(noises[0]),
        'stepNoises': [array_record(noise) for noise in noises[1:]],
        'result': array_record(result),
    }
    return result, record


def gaussian_fixture(schedule: Schedule, seed: int, width: int = 256, deviation: float = 0.2) -> dict[str, object]:
    """A parity file that needs no network: `gaussian_denoiser` with a mean of the seed."""
    mean = np.random.default_rng(seed + 1).normal(0, 0.3, (1, 1, width)).astype(np.float32)
    _, record = draw(gaussian_denoiser(mean, deviation), schedule, seed, width)
    return {'denoiser': {'kind': 'gaussian', 'mean': array_record(mean), 'deviation': deviation}, **record}
