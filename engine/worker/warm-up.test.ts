import { describe, expect, it } from 'vitest';
import { plainInput } from '../acoustic/testing/input.js';
import { createManualClock } from '../shared/clock.js';
import { createFakeSynthesiser, fakeManifest } from '../stream/fakes.js';
import { estimateSpeed, SpeedMeter } from '../stream/speed.js';
import { warmUp } from './warm-up.js';

/** Warms a model up that needs so much work for a second of audio. */
async function warmed(workMs: number): Promise<{ prepareCount: number; meter: SpeedMeter }> {
  const clock = createManualClock();
  const model = createFakeSynthesiser(() => {
    const { fromFrame, toFrame } = model.decoded.at(-1) ?? { fromFrame: 0, toFrame: 0 };
    return clock.advance(((toFrame - fromFrame) / 80) * workMs);
  });
  const tokens = Array.from({ length: 62 }, (_, index) => 10 + (index % 20));
  const meter = new SpeedMeter(estimateSpeed(fakeManifest, 'fp32'));
  await warmUp(model, plainInput(tokens, new Float32Array(4)), meter, clock);
  return { prepareCount: model.prepareCount, meter };
}

describe('warming up', () => {
  it('measures a fast model on a whole line, after a round that is not counted', async () => {
    const { prepareCount, meter } = await warmed(50);
    expect(prepareCount).toBe(3);
    expect(meter.isMeasured).toBe(true);
    expect(meter.estimate().decoder.rate).toBeLessThan(0.06);
  });

  it('keeps nobody waiting for a slow one, and measures it all the same', async () => {
    const { prepareCount, meter } = await warmed(900);
    expect(prepareCount).toBe(2);
    expect(meter.isMeasured).toBe(true);
    expect(meter.estimate().decoder.rate).toBeGreaterThan(0.5);
  });
});
