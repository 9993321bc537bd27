"""The same model in the layouts that others read: the community's ONNX folder, and sherpa-onnx's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx

from .onnx_files import GraphFile, write_graph
from .staged_pack import SAMPLE_RATE_HZ, Progress
from .voices import VoiceTable

PAD_SYMBOL = '$'


def write_community(
    graph: GraphFile, vocabulary: Mapping[str, int], voices: Sequence[VoiceTable], max_tokens: int, folder: Path,
    progress: Progress,
) -> None:
    """`onnx/model.onnx`, `voices/*.bin`, and what transformers.js needs to find its tokens."""
    write_graph(graph, folder / 'onnx' / 'model.onnx')
    (folder / 'voices').mkdir(parents=True, exist_ok=True)
    for voice in voices:
        (folder / 'voices' / f'{voice.id}.bin').write_bytes(voice.table.astype('<f4').tobytes())
    _write_json(folder / 'config.json', {'model_type': 'style_text_to_speech_2'})
    _write_json(folder / 'tokenizer.json', tokenizer(vocabulary))
    _write_json(
        folder / 'tokenizer_config.json',
        {
            'model_max_length': max_tokens,
            'pad_token': PAD_SYMBOL,
            'tokenizer_class': 'PreTrainedTokenizer',
            'unk_token': PAD_SYMBOL,
        },
    )
    progress(f'{folder}: community layout, {len(voices)} voices')


def tokenizer(vocabulary: Mapping[str, int]) -> dict[str, Any]:
    """A `tokenizer.json` with one token a character; characters that the vocabulary lacks are taken out first."""
    known = ''.join(re.escape(symbol) if symbol in r'\^]-' else symbol for symbol in vocabulary)
    pad = {'SpecialToken': {'id': PAD_SYMBOL, 'type_id': 0}}
    return {
        'version': '1.0',
        'truncation': None,
        'padding': None,
        'added_tokens': [],
        'normalizer': {'type': 'Replace', 'pattern': {'Regex': f'[^{PAD_SYMBOL}{known}]'}, 'content': ''},
        'pre_tokenizer': {'type': 'Split', 'pattern': {'Regex': ''}, 'behavior': 'Isolated', 'invert': False},
        'post_processor': {
            'type': 'TemplateProcessing',
            'single': [pad, {'Sequence': {'id': 'A', 'type_id': 0}}, pad],
            'special_tokens': {PAD_SYMBOL: {'id': PAD_SYMBOL, 'ids': [0], 'tokens': [PAD_SYMBOL]}},
        },
        'decoder': None,
        'model': {'vocab': {PAD_SYMBOL: 0, **vocabulary}},
    }


def write_sherpa(
    graph: GraphFile, vocabulary: Mapping[str, int], voices: Sequence[VoiceTable], folder: Path, progress: Progress
) -> None:
    """
    `model.onnx` with its metadata, `voices.bin`, `tokens.txt`.

    sherpa-onnx also wants `espeak-ng-data` (as `dataDir`), which comes with its own models; English voices need no more.
    """
    rows = min(len(voice.table) for voice in voices)
    write_graph(graph, folder / 'model.onnx')
    model = onnx.load(str(folder / 'model.onnx'))
    for key, value in sherpa_metadata(voices, rows).items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.save(model, str(folder / 'model.onnx'))
    (folder / 'voices.bin').write_bytes(b''.join(voice.table[:rows].astype('<f4').tobytes() for voice in voices))
    lines = ''.join(f'{symbol} {number}\n' for symbol, number in vocabulary.items())
    (folder / 'tokens.txt').write_text(lines, encoding='utf-8')
    progress(f'{folder}: sherpa-onnx layout, {len(voices)} voices')


def sherpa_metadata(voices: Sequence[VoiceTable], rows: int) -> dict[str, str]:
    """What sherpa-onnx's loader reads, with its multilingual front end (version 2)."""
    names = [voice.id for voice in voices]
    return {
        'model_type': 'kokoro',
        'language': 'multi-lang, e.g., English, Chinese',
        'has_espeak': '1',
        'sample_rate': str(SAMPLE_RATE_HZ),
        'version': '2',
        'voice': 'en-us',
        'style_dim': f'{rows},1,{voices[0].table.shape[-1]}',
        'n_speakers': str(len(voices)),
        'id2speaker': ','.join(f'{number}->{name}' for number, name in enumerate(names)),
        'speaker2id': ','.join(f'{name}->{number}' for number, name in enumerate(names)),
        'speaker_names': ','.join(names),
    }


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(f'{json.dumps(content, ensure_ascii=False, indent=2)}\n', encoding='utf-8')
