import { expect, it } from 'vitest';
import { fixedManner, storedQueueSchema } from './stored-queue.js';

it('keeps how styles are drawn and decoded, and reads queues that know nothing of it', () => {
  const manner = fixedManner({
    ...{ voice: 'mine/en_one', diffusion: { steps: 7 }, plan: { exact: true, maxSegmentDurationMs: 3000 } },
  });
  expect(manner).toMatchObject({
    diffusion: { steps: 7 },
    plan: { exact: true, firstSegmentDurationMs: 3000 },
  });
  const item = {
    ...{ id: 'a', fileName: 'a.txt', title: 'A', voiceId: 'mine/en_one', styleId: 'neutral' },
    ...{ isPaused: false, error: null, chapters: [], skipped: {}, sampleRateHz: 0, documentBytes: 0 },
    listened: null,
  };
  const stored = JSON.parse(JSON.stringify({ items: [{ ...item, manner }] })) as unknown;
  expect(storedQueueSchema.parse(stored).items[0]?.manner).toEqual(manner);
  const { exact, ...olderPlan } = manner.plan;
  expect(exact).toBe(true);
  const older = { items: [{ ...item, manner: { voice: 'en_ivy', plan: olderPlan } }] };
  expect(storedQueueSchema.parse(older).items[0]?.manner).toMatchObject({ plan: { exact: false } });
});
