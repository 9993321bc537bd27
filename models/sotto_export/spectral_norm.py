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
