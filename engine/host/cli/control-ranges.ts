import { controlsSchema } from '../../shared/schemas.js';

export interface Range {
  readonly min: number;
  readonly max: number;
}

const { shape } = controlsSchema;

const durations = rangeOf(shape.lengthScale.unwrap());

/** What each control's option may be, from the engine's contract. */
export const CONTROL_RANGES = {
  /** The inverse of a factor on durations. */
  pace: { min: 1 / durations.max, max: 1 / durations.min },
  pitch: rangeOf(shape.pitchSemitones.unwrap()),
  range: rangeOf(shape.f0Range.unwrap()),
  energy: rangeOf(shape.energyDb.unwrap()),
  noise: rangeOf(shape.noiseScale.unwrap()),
  /** Milliseconds. */
  pause: rangeOf(shape.pauseMs.unwrap().valueType),
} as const satisfies Readonly<Record<string, Range>>;

/** Names of the marks for which a pause can be set, beside the marks themselves. */
export const PAUSE_MARKS: Readonly<Record<string, string>> = {
  comma: ',',
  period: '.',
  'full-stop': '.',
  question: '?',
  exclamation: '!',
  colon: ':',
  semicolon: ';',
  dash: '—',
  ellipsis: '…',
  'enumeration-comma': '、',
};

/** "-12 to 12", for the help. */
export function rangeText({ min, max }: Range): string {
  return `${min} to ${max}`;
}

function rangeOf(schema: { minValue: number | null; maxValue: number | null }): Range {
  return { min: schema.minValue ?? -Infinity, max: schema.maxValue ?? Infinity };
}
