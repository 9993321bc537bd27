import { OverlapAdd } from '../acoustic/overlap-add.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from '../acoustic/synthesiser.js';
import { planWindows, withContext } from '../acoustic/windows.js';
import type { Clock } from '../shared/clock.js';
import type { WindowsMs } from './schedule.js';
import { SegmentShaper } from './shaper.js';
import type { SpeedMeter } from './speed.js';

/**
 * Predicts a segment's durations and features, and measures what that takes.
 * @param spentMs on the segment before this
 */
export async function prepareMeasured(
  synthesiser: Synthesiser,
  input: AcousticInput,
  meter: SpeedMeter,
  clock: Clock,
  spentMs = 0,
): Promise<PreparedSegment> {
  const startMs = clock.nowMs();
  const prepared = await synthesiser.prepare(input);
  meter.acoustic(
    (prepared.frameCount * synthesiser.hopSamples * 1000) / synthesiser.sampleRateHz,
    spentMs + clock.nowMs() - startMs,
  );
  return prepared;
}

export interface RenderOptions {
  readonly gainDb: number;
  readonly windowsMs: WindowsMs;
  readonly overlapRatio: number;
}

/**
 * Decodes a prepared segment window by window, joins the windows, and brings them to level. The audio is the same
 * whatever the windows are (to the last digit where the pack says so, else but for what nobody hears); only the moments
 * at which it comes differ.
 * @yields samples that are final; together frameCount × hopSamples
 */
export async function* renderSegment(
  synthesiser: Synthesiser,
  prepared: PreparedSegment,
  options: RenderOptions,
  meter: SpeedMeter,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Float32Array, void, void> {
  const { hopSamples, sampleRateHz } = synthesiser;
  const { contextFrames, maxFadeFrames } = synthesiser.windowing;
  const frameMs = (hopSamples * 1000) / sampleRateHz;
  const windows = planWindows({
    frameCount: prepared.frameCount,
    windowFrames: options.windowsMs.map((ms) => Math.max(1, Math.round(ms / frameMs))),
    overlapRatio: options.overlapRatio,
    maxFadeFrames,
  });
  const joiner = new OverlapAdd(hopSamples);
  const shaper = new SegmentShaper(options.gainDb, prepared.frameCount * hopSamples);
  for (const [index, window] of windows.entries()) {
    signal.throwIfAborted();
    const startMs = clock.nowMs();
    const decoded = await prepared.decode(window.fadeFrom, window.bodyTo);
    const { feedFrom, feedTo } = withContext(
      window.fadeFrom,
      window.bodyTo,
      contextFrames,
      prepared.frameCount,
    );
    meter.decoder((feedTo - feedFrom) * frameMs, clock.nowMs() - startMs);
    signal.throwIfAborted();
    yield shaper.push(joiner.add(decoded, window, windows[index + 1]));
  }
}
