"""The evaluation's table and its bar: WER at most 1.15 times the teachers' overall, 1.3 times for every English
voice and style but whisper; Mandarin tones told apart by F0 in 90 % of syllables; windows exact."""

from __future__ import annotations

OVERALL_RATIO, VOICE_RATIO = 1.15, 1.3
TONE_ACCURACY = 0.9
WINDOW_ERROR = 1e-4


def rates(rows: list[dict]) -> tuple[float, float, float]:
    """(student's, teacher's, ratio) word error rates over rows, pooled by words.  A teacher without any error
    counts as one error, for a ratio to nothing has no meaning."""
    words = sum(row['words'] for row in rows)
    student = sum(row['wordErrors']['student'] for row in rows)
    teacher = sum(row['wordErrors']['teacher'] for row in rows)
    return student / words, teacher / words, student / max(teacher, 1)


def missed_bars(rows: list[dict]) -> list[str]:
    """A line for every bar that is missed."""
    missed = []
    judged = [row for row in rows if 'wordErrors' in row and row['style'] != 'whisper']
    if judged and rates(judged)[2] > OVERALL_RATIO:
        missed.append(f'overall word error ratio {rates(judged)[2]:.2f}, at most {OVERALL_RATIO}')
    for row in rows:
        name = f"{row['voice']} {row['style']}"
        if row in judged and rates([row])[2] > VOICE_RATIO:
            missed.append(f'{name}: word error ratio {rates([row])[2]:.2f}, at most {VOICE_RATIO}')
        if row.get('toneAccuracy', 1) < TONE_ACCURACY:
            missed.append(f"{name}: tones {100 * row['toneAccuracy']:.1f} %, at least {100 * TONE_ACCURACY:.0f} %")
        if row['windowError'] > WINDOW_ERROR:
            missed.append(f"{name}: windows differ from the whole decode by {row['windowError']:.1e}")
    return missed


def _number(value: float | None, digits: int = 1) -> str:
    return '–' if value is None else f'{value:.{digits}f}'


def print_table(rows: list[dict]) -> None:
    """One line a voice and style; student/teacher where two figures stand."""
    heads = ('voice style', 'WER % s/t', 'ratio', 'tones %', 'mel dB', 'F0 cents (Hz)', 'dur ms', 'tilt dB/oct', 'crest dB', 'LUFS', 'windows')
    table = [heads]
    for row in rows:
        student, teacher, ratio = rates([row]) if 'wordErrors' in row else (None, None, None)
        pairs = (f"{row[key]['student']:.1f}/{row[key]['teacher']:.1f}" for key in ('tiltDbPerOctave', 'crestDb', 'loudnessLufs'))
        tones = row.get('toneAccuracy')
        table.append((
            f"{row['voice']} {row['style']}",
            '–' if student is None else f'{100 * student:.1f}/{100 * teacher:.1f}',
            _number(ratio, 2),
            _number(None if tones is None else 100 * tones),
            _number(row['melDistanceDb']),
            f"{_number(row['f0ErrorCents'], 0)} ({_number(row['f0ErrorHz'])})",
            _number(row['durationErrorMs']),
            *pairs,
            f"{row['windowError']:.0e}",
        ))
    widths = [max(len(line[column]) for line in table) for column in range(len(heads))]
    for line in table:
        print('  '.join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    judged = [row for row in rows if 'wordErrors' in row and row['style'] != 'whisper']
    if judged:
        student, teacher, ratio = rates(judged)
        print(f'overall without whispers: {100 * student:.1f} % against {100 * teacher:.1f} %, ratio {ratio:.2f}')
