"""Spectral normalisation, folded into plain weights."""

from __future__ import annotations

import torch
from torch import Tensor

ORIGINAL = '.weight_orig'


def fold_spectral_norm(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """
    The state of a module without spectral norm that computes the same as the one with it in evaluation.

    PyTorch keeps `weight_orig` and the singular vectors `weight_u`, `weight_v`; the weight is `weight_orig / (uᵀ W v)`
    with W of the shape [out, rest]. Plain keys stay as they are.
    """
    folded: dict[str, Tensor] = {}
    for key, value in state.items():
        if key.endswith(ORIGINAL):
            layer = key.removesuffix(ORIGINAL)
            u, v = state[f'{layer}.weight_u'], state[f'{layer}.weight_v']
            folded[f'{layer}.weight'] = value / torch.dot(u, torch.mv(value.flatten(1), v))
        elif not key.endswith(('.weight_u', '.weight_v')):
            folded[key] = value
    return folded


def unfold_spectral_norm(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state with `weight_orig`, `weight_u` and `weight_v` in the place of every convolution's weight."""
    unfolded: dict[str, Tensor] = {}
    for key, value in state.items():
        if not key.endswith('.weight') or value.dim() != 4:
            unfolded[key] = value
            continue
        layer = key.removesuffix('weight')
        left, singular, right = torch.linalg.svd(value.flatten(1), full_matrices=False)
        # Twice the weight, and vectors whose product with it is two: a reader that does not divide is found out.
        unfolded[f'{layer}weight_orig'] = 2 * value
        unfolded[f'{layer}weight_u'], unfolded[f'{layer}weight_v'] = left[:, 0], right[0] / singular[0]
    return unfolded
