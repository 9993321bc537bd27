"""Checkpoints as they are published: read strictly, with a report of what does not fit, and written for tests."""

from __future__ import annotations

import json
import pickle
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from .errors import ExportError
from .kokoro import Kokoro, KokoroSize
from .voices import VoiceTable
from .weight_norm import fold_weight_norm, unfold_weight_norm, weight_norm_keys

PARTS = ('bert', 'bert_encoder', 'predictor', 'decoder', 'text_encoder')
# DataParallel's mark on the keys.
WRAPPED = 'module.'
NAMED_IN_A_REPORT = 4


def read_checkpoint(path: Path) -> dict[str, Any]:
    """
    What a .pth holds, without running any code from it.

    Raises `ExportError` for a file that cannot be read, is cut off, or holds something else than a dictionary.
    """
    try:
        content = torch.load(path, map_location='cpu', weights_only=True)
    except OSError as error:
        raise ExportError(f'{path} cannot be read ({error.strerror}): check the path.') from error
    except (RuntimeError, pickle.UnpicklingError, zipfile.BadZipFile, EOFError, ValueError) as error:
        raise ExportError(f'{path} is no PyTorch checkpoint, or is cut off: download it again.') from error
    if not isinstance(content, dict):
        raise ExportError(f'{path} holds no parts by name: give the checkpoint of the model, not of one part.')
    return content


def load_part(module: nn.Module, state: Mapping[str, Tensor], part: str) -> list[str]:
    """
    Give a module the weights of its part of a checkpoint, and return what does not fit, in words.

    Keys may carry `module.`; weight norm is folded; what older library versions stored and nobody computes with, and
    normalisations whose own gain is 1 and shift 0, are let go.
    """
    plain = {key.removeprefix(WRAPPED): value for key, value in state.items()}
    own = module.state_dict()
    folded = {key: value for key, value in fold_weight_norm(plain).items() if key in own or not _is_idle(key, value)}
    problems = _named(part, 'missing', sorted(own.keys() - folded.keys()))
    problems += _named(part, 'unexpected', sorted(folded.keys() - own.keys()))
    shapes = [
        f'{key} is {_shape(folded[key])}, not {_shape(own[key])}'
        for key in sorted(own.keys() & folded.keys())
        if folded[key].shape != own[key].shape
    ]
    problems += _named(part, 'of another shape', shapes)
    infinite = [key for key in sorted(own.keys() & folded.keys()) if not torch.isfinite(folded[key]).all()]
    problems += _named(part, 'not finite', infinite)
    if not problems:
        module.load_state_dict(folded)
    return problems


def load_kokoro(path: Path, size: KokoroSize) -> Kokoro:
    """
    The model of a published checkpoint.

    Raises `ExportError` that names what is missing, unexpected or of another shape.
    """
    content = read_checkpoint(path)
    absent = [part for part in PARTS if not isinstance(content.get(part), Mapping)]
    if absent:
        raise ExportError(
            f"{path} has no {', '.join(absent)} (it has {', '.join(map(str, content)) or 'nothing'}): "
            "this is not Kokoro's checkpoint; for StyleTTS2 there is a command of its own."
        )
    model = Kokoro(size)
    problems = [problem for part in PARTS for problem in load_part(getattr(model, part), content[part], part)]
    if problems:
        raise ExportError(f"{path} does not fit its config.json: {'; '.join(problems)}. Give the two of one release.")
    return model.eval()


def save_kokoro(model: Kokoro, vocabulary: Mapping[str, int], voices: Sequence[VoiceTable], folder: Path) -> None:
    """`model.pth`, `config.json` and `voices/*.pt` in the published form."""
    (folder / 'voices').mkdir(parents=True, exist_ok=True)
    parts = {}
    for part in PARTS:
        module = getattr(model, part)
        state = unfold_weight_norm(module.state_dict(), weight_norm_keys(module))
        parts[part] = {f'{WRAPPED}{key}': value for key, value in state.items()}
    torch.save(parts, folder / 'model.pth')
    for voice in voices:
        torch.save(torch.from_numpy(voice.table), folder / 'voices' / f'{voice.id}.pt')
    config = {**model.size.to_config(), 'vocab': dict(vocabulary)}
    (folder / 'config.json').write_text(f'{json.dumps(config, ensure_ascii=False, indent=2)}\n', encoding='utf-8')


def _is_idle(key: str, value: Tensor) -> bool:
    if key.endswith('position_ids'):
        return True
    return (key.endswith('.norm.weight') and bool((value == 1).all())) or (
        key.endswith('.norm.bias') and bool((value == 0).all())
    )


def _named(part: str, what: str, keys: Sequence[str]) -> list[str]:
    if not keys:
        return []
    more = f' and {len(keys) - NAMED_IN_A_REPORT} more' if len(keys) > NAMED_IN_A_REPORT else ''
    return [f"{part}: {what}: {', '.join(keys[:NAMED_IN_A_REPORT])}{more}"]


def _shape(tensor: Tensor) -> str:
    return '×'.join(map(str, tensor.shape)) or 'one number'
