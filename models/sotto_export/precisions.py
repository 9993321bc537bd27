"""More precisions of a pack: made, judged in the engine's own runtime, and kept where they pass."""

from __future__ import annotations

import copy
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
from onnx import ModelProto

from .eight_bits import Ranges, add_range_outputs, convolutions, to_int8
from .errors import ExportError
from .half_precision import to_half
from .onnx_files import save
from .pack_files import GraphTargets, described, files_of
from .sensitive import bypass_identities
from .staged_pack import PRECISION as FULL
from .staged_pack import Progress
from .weights_file import WeightsFile

REPOSITORY = Path(__file__).resolve().parents[2]
CHECK = 'models/tools/check-precision.ts'
HALF, EIGHT_BITS, RANGES = 'fp16', 'int8', 'ranges'
PRECISIONS = (HALF, EIGHT_BITS)
# Run once a recording: in int8 they would save nothing that is felt.
ENCODERS = ('styleEncoder', 'prosodyEncoder')

Manifest = dict[str, Any]


def add_precisions(folder: Path, names: Sequence[str], progress: Progress) -> None:
    """
    Give a staged pack more precisions. What a graph does not bear is said, and another file of it stands in.

    The work is done in a folder beside the pack, whose files are moved in when all is judged, the manifest last.
    Raises `ExportError` when there is no such pack, or ONNX Runtime cannot be asked.
    """
    folder = folder.resolve()
    manifest = _read(folder)
    with tempfile.TemporaryDirectory(prefix='.precisions-', dir=folder.parent) as place:
        work = Path(place)
        for path in folder.iterdir():
            os.link(path, work / path.name)
        for name in names:
            _add(manifest, name, work, progress)
        for path in work.iterdir():
            if path.name != 'pack.json' and not (folder / path.name).exists():
                path.rename(folder / path.name)
        _write(manifest, work)
        (work / 'pack.json').replace(folder / 'pack.json')


def _add(manifest: Manifest, name: str, work: Path, progress: Progress) -> None:
    """One precision, made of the fp32 graphs."""
    ranges = _observed(manifest, work) if name == EIGHT_BITS else {}
    targets = GraphTargets(work, name)
    for graph, files in manifest['graphs'].items():
        if name == EIGHT_BITS and graph in ENCODERS:
            continue
        _convert(work / files[FULL]['file'], targets.of(graph), _conversion(name, ranges.get(graph, {})))
    made = targets.described()
    candidate = _with_precision(manifest, name, made)
    verdicts = _ask(candidate, work, ['compare', str(work), name], progress)
    kept = {graph: entry for graph, entry in made.items() if verdicts[graph]['isKept']}
    for file in files_of(made.values()).keys() - files_of(kept.values()).keys():
        (work / file).unlink()
    if not kept:
        progress(f'{name}: no graph passed, nothing of it was kept')
        return
    for graph, files in manifest['graphs'].items():
        # A precision is that of all graphs; the next best file speaks for one that has none of its own.
        stand_in = files.get(HALF, files[FULL])
        files[name] = kept.get(graph, stand_in)
    left = [f"{graph} ({verdicts[graph]['figure']})" for graph in made if graph not in kept]
    if left:
        progress(f"{name}: not kept, and another precision in its place: {', '.join(left)}")
    progress(_sizes(manifest, name))


def _conversion(name: str, ranges: Ranges) -> Callable[[ModelProto], None]:
    return to_half if name == HALF else lambda model: to_int8(model, ranges)


def _observed(manifest: Manifest, work: Path) -> dict[str, Ranges]:
    """What the convolutions of every graph take and give, over a few utterances and voices."""
    made = {}
    for graph, files in manifest['graphs'].items():
        source = work / files[FULL]['file']
        if graph in ENCODERS or not convolutions(onnx.load(str(source))):
            continue
        path = work / f'{graph}.{RANGES}.onnx'
        _convert(source, (path, None), add_range_outputs)
        made[graph] = described(path)
    found = _ask(_with_precision(manifest, RANGES, made), work, ['ranges', str(work)], lambda _line: None)
    for entry in made.values():
        (work / entry['file']).unlink()
    return found


def _convert(
    source: Path, target: tuple[Path, WeightsFile | None], conversion: Callable[[ModelProto], None]
) -> None:
    model = onnx.load(str(source))
    bypass_identities(model.graph)
    conversion(model)
    save(model, *target)


def _with_precision(manifest: Manifest, name: str, made: Mapping[str, dict[str, Any]]) -> Manifest:
    candidate = copy.deepcopy(manifest)
    for graph, entry in made.items():
        candidate['graphs'][graph][name] = entry
    return candidate


def _ask(manifest: Manifest, work: Path, arguments: Sequence[str], progress: Progress) -> dict[str, Any]:
    """The answer of the check that runs in ONNX Runtime; its lines are passed on."""
    # A file of its own: that of the pack is the same file as the one in the work folder.
    (work / 'pack.json').unlink()
    _write(manifest, work)
    answer = work / 'answer.json'
    command = ['node', 'scripts/run-ts.mjs', CHECK, *arguments, str(answer)]
    if shutil.which('node') is None:
        raise ExportError('Node.js is missing: the precisions are judged in the runtime that will run them.')
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ExportError(f'the check of the precisions failed: {(done.stderr or done.stdout).strip()}')
    for line in done.stdout.splitlines():
        progress(line)
    content = json.loads(answer.read_text(encoding='utf-8'))
    answer.unlink()
    return content


def _sizes(manifest: Manifest, name: str) -> str:
    def megabytes(precision: str) -> str:
        total = sum(files_of(files[precision] for files in manifest['graphs'].values()).values())
        return f'{total / 1e6:.1f} MB'

    return f'{name}: {megabytes(name)} (fp32 {megabytes(FULL)})'


def _read(folder: Path) -> Manifest:
    path = folder / 'pack.json'
    try:
        manifest = json.loads(path.read_text(encoding='utf-8'))
    except (OSError, ValueError) as error:
        raise ExportError(f'{folder} is no pack: give the folder that --out named.') from error
    if manifest.get('family') != 'staged' or any(FULL not in files for files in manifest['graphs'].values()):
        raise ExportError(f'{folder} is no staged pack with all graphs in {FULL}: export it again.')
    return manifest


def _write(manifest: Manifest, folder: Path) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=2)
    (folder / 'pack.json').write_text(f'{text}\n', encoding='utf-8')
