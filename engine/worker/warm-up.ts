import type { AcousticInput, Synthesiser } from '../acoustic/synthesiser.js';
import type { Clock } from '../shared/clock.js';
import { prepareMeasured, renderSegment } from '../stream/render.js';
import type { SpeedMeter } from '../stream/speed.js';

/** Windows as the scheduler may choose them first. */
const WINDOWS_MS = [200, 400, 800, 1200];

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
  const prepared = await synthesiser.prepare(input);
  await prepared.decode(0, prepared.frameCount);
  const shorter: AcousticInput = {
    ...input,
    tokens: input.tokens.slice(0, Math.ceil(input.tokens.length / 3)),
    pauseFrames: input.pauseFrames.slice(0, Math.ceil(input.tokens.length / 3)),
  };
  for (const line of [shorter, input]) {
    const measured = await prepareMeasured(synthesiser, line, meter, clock);
    const options = { gainDb: 0, windowsMs: WINDOWS_MS, overlapRatio: 0.15 };
    const blocks = renderSegment(synthesiser, measured, options, meter, clock, new AbortController().signal);
    while (!(await blocks.next()).done);
  }
}
