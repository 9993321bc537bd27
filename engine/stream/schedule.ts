import type { PackManifest } from '../packs/manifest.js';
import { windowingOf } from '../packs/windowing.js';
import type { LinearCost, SpeedEstimate } from './speed.js';

/** What a schedule is, and what every plan of one reckons with. */

export interface ScheduleOptions {
  readonly speed: SpeedEstimate;
  readonly maxSegmentDurationMs: number;
  /** Audio for a millisecond of what bounds a segment: bounds are estimates, in the usual pace. */
  readonly stretch: number;
  readonly overlapRatio: number;
  /** Bound of the cross-fade; null for none. */
  readonly maxFadeMs: number | null;
  /** Decoded and dropped on either side of a window. */
  readonly contextMs: number;
  /** Whether segments are decoded whole, whatever that costs in time. */
  readonly isWhole: boolean;
  /** Roughly how much there is to speak. */
  readonly totalDurationMs: number;
  /** Keeps a choice that was made before, or by the caller. */
  readonly fixedFirstSegmentMs?: number;
}

/** Window lengths of a segment; the last one holds on. */
export type WindowsMs = readonly number[];

export interface Schedule {
  readonly firstSegmentDurationMs: number;
  readonly firstWindowsMs: WindowsMs;
  /** Of the segments that follow, for as long as there is no more audio ahead than was foreseen. */
  readonly laterWindowsMs: WindowsMs;
  /** Audio a player should hold before it starts. */
  readonly prebufferMs: number;
  /** Work for a second of audio in the long run, in seconds, as measured. */
  readonly realTimeFactor: number;
}

/** Cancelling takes effect after a run, and nothing else is answered during it. */
const LONGEST_RUN_MS = 1800;
/** A whole segment as a rule, which pays for no context at all. */
const LARGEST_WINDOW_MS = 5000;
/** On a slow machine smaller ones would cost more than they are worth. */
const SMALLEST_LARGE_WINDOW_MS = 1200;

/** A pack's windowing in time. */
export function windowingMs(manifest: PackManifest): Pick<ScheduleOptions, 'contextMs' | 'maxFadeMs'> {
  const frameMs = (manifest.hopSamples * 1000) / manifest.sampleRateHz;
  const { contextFrames, maxFadeFrames } = windowingOf(manifest);
  return {
    contextMs: contextFrames * frameMs,
    maxFadeMs: maxFadeFrames === null ? null : maxFadeFrames * frameMs,
  };
}

/** The largest window that lets a cancel through soon enough. */
export function largestWindowMs({ decoder }: SpeedEstimate, contextMs: number): number {
  const affordableMs = (LONGEST_RUN_MS - decoder.overheadMs) / Math.max(decoder.rate, 1e-9) - 2 * contextMs;
  return Math.min(Math.max(affordableMs, SMALLEST_LARGE_WINDOW_MS), LARGEST_WINDOW_MS);
}

/** The speed that plans reckon with. */
export function carefulSpeed({ frontEndMs, acoustic, decoder, margin }: SpeedEstimate): SpeedEstimate {
  const scale = ({ overheadMs, rate }: LinearCost): LinearCost => ({
    overheadMs: overheadMs * margin,
    rate: rate * margin,
  });
  return { frontEndMs: frontEndMs * margin, acoustic: scale(acoustic), decoder: scale(decoder), margin: 1 };
}
