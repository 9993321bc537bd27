"""Style: the encoders, the denoiser and its sampler, against PyTorch's own parts and closed forms."""

import json
import unittest
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils import spectral_norm

from sotto_export import sampler
from sotto_export.spectral_norm import fold_spectral_norm
from sotto_export.style_diffusion import Denoiser, StyleTransformer, TransformerSize, transformer_state
from sotto_export.style_encoder import MIN_FRAMES, HalvingBlock, StyleEncoder

FIXTURE = Path(__file__).parent / 'fixtures' / 'adpm2-gaussian.json'


def small_size(multispeaker: bool) -> TransformerSize:
    return TransformerSize(
        style=32, embedding=24, layers=2, heads=2, head_width=8, multiplier=2, positions=40, multispeaker=multispeaker
    )


class SpectralNormTest(unittest.TestCase):
    def test_folded_weights_compute_the_same(self) -> None:
        torch.manual_seed(0)
        normalised = nn.Sequential(spectral_norm(nn.Conv2d(3, 5, 3)), nn.LeakyReLU(), nn.Conv2d(5, 2, 1))
        for _ in range(4):
            normalised(torch.randn(1, 3, 9, 9))
        normalised.eval()
        plain = nn.Sequential(nn.Conv2d(3, 5, 3), nn.LeakyReLU(), nn.Conv2d(5, 2, 1))
        plain.load_state_dict(fold_spectral_norm(normalised.state_dict()))
        x = torch.randn(1, 3, 8, 8)
        torch.testing.assert_close(plain(x), normalised(x))


class StyleEncoderTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)

    def test_keys_are_those_of_the_checkpoints(self) -> None:
        keys = set(StyleEncoder(4, 8, 16).state_dict())
        for key in (
            'shared.0.weight', 'shared.1.conv1.bias', 'shared.1.conv1x1.weight', 'shared.1.downsample_res.conv.weight',
            'shared.4.conv2.weight', 'shared.6.bias', 'unshared.weight',
        ):
            self.assertIn(key, keys)
        self.assertNotIn('shared.4.conv1x1.weight', keys)

    def test_an_odd_last_column_is_averaged_with_itself(self) -> None:
        block = HalvingBlock(2, 2)
        for parameter in block.conv2.parameters():
            nn.init.zeros_(parameter)
        x = torch.arange(20.0).reshape(1, 2, 2, 5)
        halved = block(x) * 2**0.5
        self.assertEqual(halved.shape, (1, 2, 1, 3))
        torch.testing.assert_close(halved[..., 2], x[..., 4].mean(2, keepdim=True))
        torch.testing.assert_close(halved[..., 0], x[..., :2].mean((2, 3))[..., None])

    def test_the_shortest_recording_is_just_enough(self) -> None:
        encoder = StyleEncoder(4, 8, 16).eval()
        self.assertEqual(encoder(torch.randn(1, 80, MIN_FRAMES)).shape, (1, 8))
        with self.assertRaises(RuntimeError):
            encoder(torch.randn(1, 80, MIN_FRAMES - 1))


class DenoiserTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.x, self.sigma = torch.randn(1, 1, 32), torch.tensor([0.4])
        self.embedding, self.features = torch.randn(1, 7, 24), torch.randn(1, 32)

    def denoise(self, denoiser: Denoiser, scale: float, embedding: torch.Tensor | None = None) -> torch.Tensor:
        features = self.features if denoiser.network.to_features is not None else None
        chosen = self.embedding if embedding is None else embedding
        with torch.no_grad():
            return denoiser(self.x, self.sigma, chosen, torch.tensor([scale]), features)

    def test_guidance_goes_along_the_line_from_the_model_without_text(self) -> None:
        for multispeaker in (False, True):
            denoiser = Denoiser(StyleTransformer(small_size(multispeaker)).eval(), 0.2)
            fixed = denoiser.network.fixed_embedding.embedding.weight[None, :7]
            free, plain = self.denoise(denoiser, 1, fixed), self.denoise(denoiser, 1)
            torch.testing.assert_close(self.denoise(denoiser, 0), free)
            torch.testing.assert_close(self.denoise(denoiser, 2.5), free + (plain - free) * 2.5, rtol=1e-4, atol=1e-5)

    def test_without_noise_nothing_is_changed(self) -> None:
        denoiser = Denoiser(StyleTransformer(small_size(True)).eval(), 0.2)
        self.sigma = torch.tensor([1e-6])
        torch.testing.assert_close(self.denoise(denoiser, 1), self.x, rtol=1e-4, atol=1e-5)

    def test_the_state_is_found_under_either_name(self) -> None:
        state = StyleTransformer(small_size(False)).state_dict()
        for prefix in ('unet.', 'diffusion.net.'):
            self.assertEqual(set(transformer_state({prefix + key: value for key, value in state.items()})), set(state))
        for key in ('to_out.1.weight', 'to_time.0.0.weights', 'to_time.0.1.bias', 'to_mapping.2.weight'):
            self.assertIn(key, state)
        self.assertIn('blocks.0.attention.norm_context.weight', state)
        self.assertNotIn('to_features.0.weight', state)


class SamplerTest(unittest.TestCase):
    def test_the_schedule_falls_from_end_to_end(self) -> None:
        sigmas = sampler.Schedule(steps=9).sigmas()
        self.assertEqual(len(sigmas), 9)
        self.assertTrue((np.diff(sigmas) < 0).all())
        np.testing.assert_allclose([sigmas[0], sigmas[-1]], [3.0, 0.0001])

    def test_many_draws_have_the_mean_and_the_deviation_of_the_data(self) -> None:
        mean, deviation, count = 0.7, 0.2, 20_000
        denoise = sampler.gaussian_denoiser(np.full((1, 1, count), mean, np.float32), deviation)
        drawn, _ = sampler.draw(denoise, sampler.Schedule(steps=50), 1, count)
        self.assertAlmostEqual(float(drawn.mean()), mean, delta=0.01)
        self.assertAlmostEqual(float(drawn.std()), deviation, delta=0.01)

    def test_the_fixture_of_the_engine_is_current(self) -> None:
        made = sampler.gaussian_fixture(sampler.Schedule(), seed=4)
        stored = json.loads(FIXTURE.read_text())
        self.assertEqual(set(stored), set(made))
        self.assertEqual(stored['noise'], made['noise'])
        np.testing.assert_allclose(sampler.array_of(stored['result']), sampler.array_of(made['result']), atol=1e-6)


if __name__ == '__main__':
    unittest.main()
