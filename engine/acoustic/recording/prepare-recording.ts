import {
  RECORDING_FINDING_LEVELS,
  type RecordingFinding,
  type RecordingFindingCode,
  type RecordingFindingValues,
} from '../../shared/recording-findings.js';
import { MEL_SAMPLE_RATE_HZ } from '../mel/log-mel.js';
import { findClipping } from './clipping.js';
import { resample } from './resample.js';
import { mostSpokenStretch, withoutSilentEnds, TRIM_FRAMES } from './sounding.js';
import { speechLikeness } from './speech-likeness.js';

/** Mono audio as it was recorded. */
export interface Recording {
  /** Full scale ±1. */
  readonly samples: Float32Array;
  /** A whole number. */
  readonly sampleRateHz: number;
}

export interface RecordingReport {
  /** Whether it may become a voice: nothing was refused. */
  readonly isOk: boolean;
  readonly findings: readonly RecordingFinding[];
  /** Of what is used; of the recording itself where nothing of it could be. */
  readonly durationMs: number;
  /** Root mean square of what is used, as it was recorded. */
  readonly levelDbfs: number;
}

export interface PreparedRecording {
  /** At 24 kHz, without silence at both ends; for the encoders only where the report is good. */
  readonly samples: Float32Array;
  readonly report: RecordingReport;
}

/** StyleTTS2's encoders want about a second at least; less than three says little of how a person speaks. */
const LEAST_MS = 3000;
/** More says nothing new about a voice, and costs time. */
const USED_MS = 30_000;
/** What is longer is a lecture or a film: nobody knows who would be heard in its best half minute. */
const MOST_MS = 5 * 60_000;

/** No microphone is as quiet as this while somebody speaks. */
const SILENT_BELOW_DBFS = -75;
/** The noise of usual microphones and rooms is not far below. */
const LEAST_DBFS = -60;
/** What is below it is raised: the encoders know a usual level, and would hear somebody who speaks softly. */
const QUIET_BELOW_DBFS = -40;
const RAISED_TO_DBFS = -26;
/** Stands for the level of silence, which has none. */
const FLOOR_DBFS = -120;

/** A few consonants that were cut off do no harm. */
const CLIPPED_FROM_SHARE = 0.0001;
const BADLY_CLIPPED_FROM_SHARE = 0.01;

/** Speech has 40 % and more, and 15 dB and more. */
const LEAST_VOICED_SHARE = 0.25;
const LEAST_SPREAD_DB = 6;

/**
 * Makes a recording ready for a pack's style encoders, as StyleTTS2's `compute_style` does (24 kHz, trimmed 30 dB below the
 * loudest), and checks it. A constant offset is removed, what is quiet is raised, and of a long recording the stretch with the
 * most speech is used.
 */
export function prepareRecording(recording: Recording): PreparedRecording {
  const unusable = findUnusable(recording);
  if (unusable) {
    const report = { durationMs: durationMs(recording), levelDbfs: FLOOR_DBFS };
    return { samples: new Float32Array(), report: { isOk: false, findings: [unusable], ...report } };
  }
  const { stretch, shortened } = usedStretch(recording);
  const centred = resample(withoutOffset(stretch.samples), stretch.sampleRateHz, MEL_SAMPLE_RATE_HZ);
  const trimmed = { samples: withoutSilentEnds(centred), sampleRateHz: MEL_SAMPLE_RATE_HZ };
  const levelDbfs = levelOf(trimmed.samples);
  const level = judgeLevel(levelDbfs);
  const findings = [
    shortened,
    judgeClipping(stretch.samples),
    level,
    // Of what nobody hears, the rest says nothing.
    ...(level?.level === 'refused' ? [] : [judgeLength(trimmed), judgeLikeness(trimmed.samples)]),
  ].filter((found) => found !== undefined);
  const gain = level?.code === 'quiet' ? 10 ** (level.values.gainDb / 20) : 1;
  return {
    samples: trimmed.samples.map((sample) => sample * gain),
    report: {
      isOk: findings.every((found) => found.level === 'warning'),
      findings,
      durationMs: durationMs(trimmed),
      levelDbfs,
    },
  };
}

function finding<C extends RecordingFindingCode>(
  code: C,
  values: RecordingFindingValues[C],
): RecordingFinding {
  return { level: RECORDING_FINDING_LEVELS[code], code, values } as RecordingFinding;
}

/** What keeps a recording from being looked at any further. */
function findUnusable(recording: Recording): RecordingFinding | undefined {
  const brokenCount = recording.samples.reduce((sum, sample) => sum + Number(!Number.isFinite(sample)), 0);
  if (brokenCount > 0) return finding('broken-samples', { brokenCount });
  const lastsMs = durationMs(recording);
  return lastsMs > MOST_MS
    ? finding('too-long', { durationMs: lastsMs, mostMs: MOST_MS })
    : judgeLength(recording);
}

function judgeLength(recording: Recording): RecordingFinding | undefined {
  const lastsMs = durationMs(recording);
  return lastsMs < LEAST_MS ? finding('too-short', { durationMs: lastsMs, leastMs: LEAST_MS }) : undefined;
}

function judgeClipping(samples: Float32Array): RecordingFinding | undefined {
  const { runCount, sampleCount } = findClipping(samples);
  const share = sampleCount / samples.length;
  if (share < CLIPPED_FROM_SHARE) return undefined;
  const code = share < BADLY_CLIPPED_FROM_SHARE ? 'clipped' : 'badly-clipped';
  return finding(code, { clippedPercent: 100 * share, runCount });
}

function judgeLevel(levelDbfs: number): RecordingFinding | undefined {
  if (levelDbfs < SILENT_BELOW_DBFS) return finding('silent', { levelDbfs });
  if (levelDbfs < LEAST_DBFS) return finding('too-quiet', { levelDbfs, leastDbfs: LEAST_DBFS });
  if (levelDbfs >= QUIET_BELOW_DBFS) return undefined;
  return finding('quiet', { levelDbfs, gainDb: RAISED_TO_DBFS - levelDbfs });
}

function judgeLikeness(samples: Float32Array): RecordingFinding | undefined {
  const { voicedShare, levelSpreadDb } = speechLikeness(samples);
  const isLikely = voicedShare >= LEAST_VOICED_SHARE && levelSpreadDb >= LEAST_SPREAD_DB;
  return isLikely ? undefined : finding('not-speech', { voicedPercent: 100 * voicedShare, levelSpreadDb });
}

/** Chosen before anything is computed of the whole. */
function usedStretch(recording: Recording): { stretch: Recording; shortened?: RecordingFinding } {
  const { samples, sampleRateHz } = recording;
  const lastsMs = durationMs(recording);
  if (lastsMs <= USED_MS) return { stretch: recording };
  const scale = sampleRateHz / MEL_SAMPLE_RATE_HZ;
  const stretchSamples = Math.round((USED_MS / 1000) * sampleRateHz);
  const from = mostSpokenStretch(samples, stretchSamples, {
    frameSamples: 2 * Math.round((TRIM_FRAMES.frameSamples / 2) * scale),
    hopSamples: Math.round(TRIM_FRAMES.hopSamples * scale),
  });
  return {
    stretch: { samples: samples.subarray(from, from + stretchSamples), sampleRateHz },
    shortened: finding('shortened', {
      durationMs: lastsMs,
      fromMs: (1000 * from) / sampleRateHz,
      usedMs: USED_MS,
    }),
  };
}

function withoutOffset(samples: Float32Array): Float32Array {
  const offset = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  return samples.map((sample) => sample - offset);
}

function durationMs({ samples, sampleRateHz }: Recording): number {
  return (1000 * samples.length) / sampleRateHz;
}

function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
  return Math.max(FLOOR_DBFS, 10 * Math.log10(power));
}
