import type { AcousticInput, Synthesiser } from '../acoustic/synthesiser.js';
import type { Clock } from '../shared/clock.js';
import { prepareMeasured, renderSegment } from '../stream/render.js';
import { SpeedMeter } from '../stream/speed.js';

/** Windows as the scheduler may choose them first. */
const WINDOWS_MS = [200, 400, 800, 1200];

/** A large model on a slow machine knows enough after a few words, and somebody may want to speak. */
const BUDGET_MS = 1500;

/**
 * Runs every kind of shape that the first sentence needs, so that the arena has grown and the scheduler knows this
 * machine before it matters. The very first round is not measured: it pays for allocations that do not come again.
 */
export async function warmUp(
  synthesiser: Synthesiser,
  input: AcousticInput,
  meter: SpeedMeter,
  clock: Clock,
): Promise<void> {
  const round = async (line: AcousticInput, into: SpeedMeter): Promise<void> => {
    const prepared = await prepareMeasured(synthesiser, line, into, clock);
    const options = { gainDb: 0, windowsMs: WINDOWS_MS, overlapRatio: 0.15 };
    const blocks = renderSegment(synthesiser, prepared, options, into, clock, new AbortController().signal);
    while (!(await blocks.next()).done);
  };
  const startMs = clock.nowMs();
  const shorter = firstPart(input, 1 / 3);
  await round(shorter, new SpeedMeter(meter.estimate()));
  await round(shorter, meter);
  // As much again as both of them, and half as much.
  if ((clock.nowMs() - startMs) * 2.5 <= BUDGET_MS) await round(input, meter);
}

function firstPart(input: AcousticInput, share: number): AcousticInput {
  const count = Math.ceil(input.tokens.length * share);
  return { ...input, tokens: input.tokens.slice(0, count), pauseFrames: input.pauseFrames.slice(0, count) };
}
