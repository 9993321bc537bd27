import type { Figure } from '../harness.js';

export const PROGRAMS = ['sotto', 'kokoro-js', 'sherpa-onnx'] as const;

export type Program = (typeof PROGRAMS)[number];

/** One speech of one program. */
export interface Measured {
  readonly program: Program;
  readonly text: string;
  readonly threads: number;
  readonly firstAudioMs: number;
  readonly firstAudioCpuMs: number;
  readonly totalMs: number;
  readonly totalCpuMs: number;
  readonly audioMs: number;
  /** Of the process that runs the model. */
  readonly peakBytes: number;
  /** Of the process beside it that asks for speech; Sotto's own. */
  readonly hostPeakBytes?: number;
  /** What a player should hold before it starts, so that it never runs dry; Sotto's own. */
  readonly prebufferMs?: number;
  readonly droppedCharacters?: number;
}

const MEGABYTE = 1024 * 1024;

/** What first audio has to be, as a part of the better peer's. */
const FIRST_AUDIO_GOALS: Readonly<Record<string, number>> = { '8-words': 1 / 5, '60-words': 1 / 30 };
const PEAK_GOAL = 0.7;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/**
 * The table of one text on so many threads: every program's medians, then Sotto's as parts of the better peer's. Work is
 * compared a second of audio, since the programs' front ends do not give the same text quite the same phonemes.
 */
export function figuresOf(measured: readonly Measured[], text: string, threads: number): Figure[] {
  const here = measured.filter((one) => one.text === text && one.threads === threads);
  const of = (program: Program, value: (one: Measured) => number): number =>
    median(here.filter((one) => one.program === program).map(value));
  const label = `${text}, ${threads} thread${threads === 1 ? '' : 's'}`;
  const figures: Figure[] = PROGRAMS.flatMap((program) => [
    { name: `${label}: ${program}, first audio`, value: of(program, (one) => one.firstAudioMs), unit: 'ms' },
    {
      name: `${label}: ${program}, first audio, processor`,
      value: of(program, (one) => one.firstAudioCpuMs),
      unit: 'ms',
    },
    { name: `${label}: ${program}, real-time factor`, value: of(program, realTimeFactor), unit: '' },
    { name: `${label}: ${program}, audio`, value: of(program, (one) => one.audioMs / 1000), unit: 's' },
    {
      name: `${label}: ${program}, peak memory`,
      value: of(program, (one) => one.peakBytes / MEGABYTE),
      unit: 'MB',
    },
  ]);
  const ratio = (name: string, value: (one: Measured) => number, goal: number | undefined): Figure => {
    const better = Math.min(of('kokoro-js', value), of('sherpa-onnx', value));
    return {
      name: `${label}: ${name}, part of the better peer's`,
      value: of('sotto', value) / better,
      unit: '',
      ...(goal !== undefined && { goal: Number(goal.toFixed(3)) }),
    };
  };
  return [
    ...figures,
    {
      name: `${label}: held before playback starts`,
      value: of('sotto', (one) => one.prebufferMs ?? 0),
      unit: 'ms',
    },
    {
      name: `${label}: sotto, peak memory of the process that asks`,
      value: of('sotto', (one) => (one.hostPeakBytes ?? 0) / MEGABYTE),
      unit: 'MB',
    },
    {
      name: `${label}: characters dropped`,
      value: of('sotto', (one) => one.droppedCharacters ?? 0),
      unit: '',
      goal: 0,
    },
    ratio('first audio', (one) => one.firstAudioMs, FIRST_AUDIO_GOALS[text]),
    ratio('time a second of audio', realTimeFactor, 1),
    ratio('processor time a second of audio', (one) => one.totalCpuMs / one.audioMs, undefined),
    ratio('peak memory', (one) => one.peakBytes, PEAK_GOAL),
  ];
}

function realTimeFactor({ totalMs, audioMs }: Measured): number {
  return totalMs / audioMs;
}
