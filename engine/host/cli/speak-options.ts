import { planSchema, type SpeakPlan } from '../../shared/contract.js';
import { controlsSchema, type Controls } from '../../shared/schemas.js';
import { SottoError } from '../../shared/errors.js';
import { extname } from 'node:path';
import { AUDIO_FORMATS, COMPRESSED_FORMATS, type AudioFormat } from '../../export/audio-writer.js';
import { CONTROL_RANGES, PAUSE_MARKS, type Range } from './control-ranges.js';

/** The options of `speak` as the command line gives them. */
export interface SpeakFlags {
  readonly file?: string;
  readonly voice?: string;
  readonly style?: string;
  readonly pace?: string;
  readonly pitch?: string;
  readonly range?: string;
  readonly energy?: string;
  readonly noise?: string;
  readonly pause?: readonly string[];
  readonly out?: string;
  readonly format?: string;
  readonly timings?: string;
  readonly json?: boolean;
  readonly maxSegment?: string;
  readonly exact?: boolean;
  readonly cache: boolean;
}

export function usageError(message: string, next = 'see `sotto speak --help`'): SottoError {
  return new SottoError({ code: 'bad-input', message, next });
}

/** Reads a number. @param option its name, for the message */
export function numberOf(option: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw usageError(`${option} wants a number, not "${text}"`);
  return value;
}

/** The controls that the flags ask for; ranges are those of the contract. */
export function controlsOf(flags: SpeakFlags): Controls {
  const number = (name: keyof typeof CONTROL_RANGES, text: string | undefined) =>
    text === undefined ? undefined : numberWithin(`--${name}`, text, CONTROL_RANGES[name]);
  const pace = number('pace', flags.pace);
  return controlsSchema.parse({
    lengthScale: pace === undefined ? undefined : 1 / pace,
    pitchSemitones: number('pitch', flags.pitch),
    f0Range: number('range', flags.range),
    energyDb: number('energy', flags.energy),
    noiseScale: number('noise', flags.noise),
    pauseMs: pausesOf(flags.pause ?? []),
  });
}

function numberWithin(option: string, text: string, { min, max }: Range): number {
  const value = numberOf(option, text);
  if (value < min || value > max) throw usageError(`${option} lies between ${min} and ${max}`);
  return value;
}

function pausesOf(texts: readonly string[]): Record<string, number> | undefined {
  if (texts.length === 0) return undefined;
  const pauses: Record<string, number> = {};
  for (const text of texts) {
    const [, name = '', value = ''] = /^(.+)=(.*)$/su.exec(text) ?? [];
    const mark = PAUSE_MARKS[name] ?? (Object.values(PAUSE_MARKS).includes(name) ? name : undefined);
    if (mark === undefined) {
      throw usageError(
        `--pause wants mark=milliseconds, not "${text}"`,
        `marks: ${Object.keys(PAUSE_MARKS).join(', ')}`,
      );
    }
    pauses[mark] = numberWithin(`--pause ${name}`, value, CONTROL_RANGES.pause);
  }
  return pauses;
}

/** Seconds on the command line, milliseconds inside. */
export function maxSegmentMsOf(text: string): number {
  const durationMs = numberOf('--max-segment', text) * 1000;
  if (durationMs < 1000 || durationMs > 20_000)
    throw usageError('--max-segment lies between 1 and 20 seconds');
  return durationMs;
}

/** A named file has no listener yet, so its first segment is as long as any other, on every machine alike. */
export function planOf(flags: SpeakFlags): SpeakPlan {
  const plan = planSchema.parse({
    useCache: flags.cache,
    exact: flags.exact === true,
    ...(flags.maxSegment !== undefined && { maxSegmentDurationMs: maxSegmentMsOf(flags.maxSegment) }),
  });
  const isFile = flags.out !== undefined && flags.out !== '-';
  return isFile ? { ...plan, firstSegmentDurationMs: plan.maxSegmentDurationMs } : plan;
}

/**
 * The format of the file that is written: the one that is asked for, else the one that the file's name promises, else WAV.
 * @throws SottoError `bad-input` when the two contradict each other, where a player goes by the name
 */
export function formatOf(flags: Pick<SpeakFlags, 'format' | 'out'>): AudioFormat {
  if (flags.format !== undefined && flags.out === undefined) throw usageError('--format needs --out');
  const ending = extname(flags.out ?? '')
    .slice(1)
    .toLowerCase();
  const promised = ['wav', ...COMPRESSED_FORMATS].find((name) => name === ending);
  const wanted = flags.format ?? promised ?? 'wav';
  const format = AUDIO_FORMATS.find((name) => name === wanted);
  if (format === undefined) {
    throw usageError(`there is no format "${wanted}"`, `formats: ${AUDIO_FORMATS.join(', ')}`);
  }
  const areCompressed = [format, promised].some((name) => COMPRESSED_FORMATS.some((other) => other === name));
  if (promised !== undefined && areCompressed && format !== promised) {
    throw usageError(
      `--format ${format} does not go into a file named .${ending}`,
      'leave --format out, or rename the file',
    );
  }
  return format;
}

/** Standard output can carry one thing only. */
export function checkStandardOutput(flags: SpeakFlags): void {
  const users = [
    flags.out === '-' ? '--out -' : undefined,
    flags.timings === '-' ? '--timings -' : undefined,
    flags.json === true ? '--json' : undefined,
  ].filter((user) => user !== undefined);
  if (users.length > 1) throw usageError(`${users.join(' and ')} would mix on standard output`);
}
