"""Weight norm: folded into plain weights when a checkpoint is read, and taken apart to write one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from torch import Tensor, nn

from .layers import WeightNormConv1d, WeightNormConvTranspose1d

# Names of gain and direction, as older and newer releases of PyTorch have them.
FORMS = (('weight_g', 'weight_v'), ('parametrizations.weight.original0', 'parametrizations.weight.original1'))


def fold_weight_norm(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The state with `weight = g v / |v|` in the place of each pair; |v| is over all axes but the first."""
    folded = dict(state)
    for gain_name, direction_name in FORMS:
        for key in state:
            if not key.endswith(f'.{gain_name}'):
                continue
            layer = key.removesuffix(gain_name)
            if f'{layer}{direction_name}' not in state:
                continue
            gain, direction = folded.pop(key), folded.pop(f'{layer}{direction_name}')
            folded[f'{layer}weight'] = gain * direction / norm_of(direction)
    return folded


def norm_of(direction: Tensor) -> Tensor:
    """|v| of each row, in a shape that divides v."""
    return direction.flatten(1).norm(dim=1).reshape(-1, *[1] * (direction.dim() - 1))


def weight_norm_keys(module: nn.Module) -> set[str]:
    """Names of the weights that a published checkpoint holds as a pair."""
    kinds = (WeightNormConv1d, WeightNormConvTranspose1d)
    return {f'{name}.weight' for name, layer in module.named_modules() if isinstance(layer, kinds)}


def unfold_weight_norm(state: Mapping[str, Tensor], keys: Iterable[str]) -> dict[str, Tensor]:
    """The state with `weight_g` and `weight_v` in the place of each of `keys`."""
    unfolded = dict(state)
    for key in keys:
        weight = unfolded.pop(key)
        layer = key.removesuffix('weight')
        unfolded[f'{layer}weight_g'], unfolded[f'{layer}weight_v'] = norm_of(weight), weight
    return unfolded
