/** What a check of a recording can find, each with the values that its words are made of. */
export interface RecordingFindingValues {
  /** Samples that are no numbers. */
  'broken-samples': { brokenCount: number };
  /** Without the silence at both ends, it is less than a voice can be heard in. */
  'too-short': { durationMs: number; leastMs: number };
  'too-long': { durationMs: number; mostMs: number };
  /** Only the stretch with the most speech is used. */
  shortened: { durationMs: number; fromMs: number; usedMs: number };
  silent: { levelDbfs: number };
  'too-quiet': { levelDbfs: number; leastDbfs: number };
  /** It was raised to a usual level. */
  quiet: { levelDbfs: number; gainDb: number };
  /** Samples in runs at full scale. */
  clipped: { clippedPercent: number; runCount: number };
  /** So many that the voice would be that of the distortion. */
  'badly-clipped': { clippedPercent: number; runCount: number };
  /** It is too steady, or too little of it is voiced: noise, a tone, whispering. */
  'not-speech': { voicedPercent: number; levelSpreadDb: number };
}

export type RecordingFindingCode = keyof RecordingFindingValues;

/** With a warning a recording becomes a voice all the same. */
export const RECORDING_FINDING_LEVELS = {
  'broken-samples': 'refused',
  'too-short': 'refused',
  'too-long': 'refused',
  shortened: 'warning',
  silent: 'refused',
  'too-quiet': 'refused',
  quiet: 'warning',
  clipped: 'warning',
  'badly-clipped': 'refused',
  'not-speech': 'warning',
} as const satisfies Record<RecordingFindingCode, 'warning' | 'refused'>;

/** What was found, and what to do about it. */
interface Words {
  readonly message: string;
  readonly next: string;
}

const WORDS: { readonly [C in RecordingFindingCode]: (values: RecordingFindingValues[C]) => Words } = {
  'broken-samples': ({ brokenCount }) => ({
    message: `${brokenCount} samples of the recording are not numbers`,
    next: 'save it again as a plain WAV file, and try that',
  }),
  'too-short': ({ durationMs, leastMs }) => ({
    message: `there are only ${seconds(durationMs)} of sound in the recording`,
    next: `record at least ${seconds(leastMs)} of speech; 10 to 30 s are best`,
  }),
  'too-long': ({ durationMs, mostMs }) => ({
    message: `the recording lasts ${seconds(durationMs)}`,
    next: `cut out 10 to 30 s in which the voice speaks alone; up to ${seconds(mostMs)} are searched for them`,
  }),
  shortened: ({ durationMs, fromMs, usedMs }) => ({
    message: `of ${seconds(durationMs)}, the ${seconds(usedMs)} from ${seconds(fromMs)} on are used, where most is said`,
    next: 'cut out another part yourself if that one is not the voice you mean',
  }),
  silent: () => ({
    message: 'nothing can be heard in the recording',
    next: 'check the microphone, and record it again',
  }),
  'too-quiet': ({ levelDbfs }) => ({
    message: `the recording is so quiet (${decibels(levelDbfs)} below full scale) that noise would drown the voice`,
    next: 'go closer to the microphone or raise its level, and record it again',
  }),
  quiet: ({ levelDbfs, gainDb }) => ({
    message: `the recording is quiet (${decibels(levelDbfs)} below full scale); it was raised by ${decibels(gainDb)}, and its noise with it`,
    next: 'record closer to the microphone if the voice sounds hollow or noisy',
  }),
  clipped: ({ clippedPercent, runCount }) => ({
    message: `the recording is overdriven in ${runCount} places (${percent(clippedPercent)} of it)`,
    next: 'record it again with the microphone turned down if the voice sounds harsh',
  }),
  'badly-clipped': ({ clippedPercent }) => ({
    message: `the recording is overdriven in ${percent(clippedPercent)} of it, so that the voice would be harsh`,
    next: 'turn the microphone down, and record it again',
  }),
  'not-speech': () => ({
    message: 'the recording does not sound like one voice that speaks',
    next: 'use a recording without music, noise or whispering if the voice is not what you expected',
  }),
};

export type RecordingFinding = {
  readonly [C in RecordingFindingCode]: {
    readonly level: (typeof RECORDING_FINDING_LEVELS)[C];
    readonly code: C;
    readonly values: RecordingFindingValues[C];
  };
}[RecordingFindingCode];

/** A finding in English: what is wrong, and what to do. */
export function recordingFindingWords<C extends RecordingFindingCode>(finding: {
  readonly code: C;
  readonly values: RecordingFindingValues[C];
}): Words {
  return WORDS[finding.code](finding.values);
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

function decibels(db: number): string {
  return `${Math.abs(Math.round(db))} dB`;
}

function percent(value: number): string {
  return `${Number(value.toPrecision(2))} %`;
}
