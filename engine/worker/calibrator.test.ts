import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AcousticInput, Synthesiser } from '../acoustic/synthesiser.js';
import { packManifestSchema } from '../packs/manifest.js';
import { errnoOf } from '../shared/errno.js';
import { createManualClock } from '../shared/clock.js';
import { createFakeSynthesiser, fakeFrontEnd, fakeStagedManifest } from '../stream/fakes.js';
import type { StatisticsOwner } from '../stream/speaking-pack.js';
import { Calibrator, type CalibratedPack } from './calibrator.js';
import { speak, useTinyEngines, type EngineClient } from './testing/tiny-engines.js';

const OWNER: StatisticsOwner = {
  voiceIndex: null,
  language: 'en',
  vector: { sha256: 'vector', values: Float32Array.of(1, 2, 3, 4) },
};
const ROW = Float32Array.of(5);

/** One pack that wants to be calibrated for one vector. */
function scene(
  calibrate: NonNullable<Synthesiser['calibrate']>,
  isLoaded = true,
  manifest: CalibratedPack['manifest'] = fakeStagedManifest,
) {
  const clock = createManualClock();
  const troubles: unknown[] = [];
  const kept: Float32Array[] = [];
  let wanted: StatisticsOwner | undefined = OWNER;
  const pack: CalibratedPack = {
    manifest,
    isLoaded,
    with: (work) => work({ ...createFakeSynthesiser(), calibrate }),
    statistics: {
      get wanted() {
        return wanted;
      },
      calibrated(_, row) {
        wanted = undefined;
        kept.push(row);
        return Promise.resolve();
      },
      giveUp: () => (wanted = undefined),
    },
  };
  const frontEnd = () => Promise.resolve(fakeFrontEnd);
  const calibrator = new Calibrator([pack], frontEnd, clock, (thrown) => troubles.push(thrown));
  return { clock, calibrator, troubles, kept, isWanted: () => wanted !== undefined };
}

describe('calibration in the background', () => {
  it('begins when it has been quiet for a while, with lines in the vector that is wanted', async () => {
    let given: readonly AcousticInput[] = [];
    const { clock, calibrator, kept } = scene((segments) => {
      given = segments;
      return Promise.resolve(ROW);
    });
    calibrator.workBegins();
    await clock.advance(60_000);
    calibrator.workEnded();
    await clock.advance(1000);
    expect(kept).toEqual([]);
    await clock.advance(1000);
    expect(kept).toEqual([ROW]);
    expect(given.length).toBeGreaterThanOrEqual(3);
    expect(given.every(({ style }) => style === OWNER.vector.values)).toBe(true);
  });

  it('speaks its lines with the noise that the pack’s own voices have', async () => {
    const manifest = packManifestSchema.parse({
      ...fakeStagedManifest,
      voices: fakeStagedManifest.voices.map((voice) => ({
        ...voice,
        styles: { neutral: { ...voice.styles.neutral, controls: { noiseScale: 0.75 } } },
      })),
    });
    let given: readonly AcousticInput[] = [];
    const { clock, calibrator } = scene(
      (segments) => {
        given = segments;
        return Promise.resolve(ROW);
      },
      true,
      manifest,
    );
    calibrator.workBegins();
    calibrator.workEnded();
    await clock.advance(2000);
    expect(given.map(({ noiseScale }) => noiseScale)).toEqual(given.map(() => 0.75));
    expect(given).not.toHaveLength(0);
  });

  it('stops as soon as somebody wants to speak, and begins again after that', async () => {
    let runCount = 0;
    const { clock, calibrator, kept, troubles } = scene((_, signal) => {
      runCount++;
      if (runCount > 1) return Promise.resolve(ROW);
      return new Promise((__, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    });
    calibrator.workBegins();
    calibrator.workEnded();
    await clock.advance(2000);
    calibrator.workBegins();
    await clock.advance(60_000);
    expect([runCount, kept.length]).toEqual([1, 0]);
    calibrator.workEnded();
    await clock.advance(2000);
    expect([runCount, kept.length]).toEqual([2, 1]);
    expect(troubles).toEqual([]);
  });

  it('waits for a run that cannot be broken off, whoever came and went meanwhile', async () => {
    let runCount = 0;
    let endRun: () => void = () => undefined;
    const { clock, calibrator, kept } = scene((_, signal) => {
      runCount++;
      if (runCount > 1) return Promise.resolve(ROW);
      return new Promise((__, reject) => (endRun = () => reject(signal.reason as Error)));
    });
    for (let speech = 0; speech < 3; speech++) {
      calibrator.workBegins();
      calibrator.workEnded();
      await clock.advance(2000);
    }
    expect(runCount).toBe(1);
    endRun();
    await clock.advance(0);
    expect([runCount, kept.length]).toEqual([2, 1]);
  });

  it('waits for the last of several speeches', async () => {
    const { clock, calibrator, kept } = scene(() => Promise.resolve(ROW));
    calibrator.workBegins();
    calibrator.workBegins();
    calibrator.workEnded();
    await clock.advance(60_000);
    expect(kept).toEqual([]);
  });

  it('keeps away during other work with a model, however that ends', async () => {
    const { clock, calibrator, kept } = scene(() => Promise.resolve(ROW));
    let fail: (error: Error) => void = () => undefined;
    const work = calibrator.during(() => new Promise((_, reject) => (fail = reject)));
    await clock.advance(60_000);
    expect(kept).toEqual([]);
    fail(new Error('broken'));
    await expect(work).rejects.toThrow('broken');
    await clock.advance(2000);
    expect(kept).toEqual([ROW]);
  });

  it('tells what failed, and does not try it again and again', async () => {
    const { clock, calibrator, troubles, isWanted } = scene(() => Promise.reject(new Error('broken')));
    calibrator.workBegins();
    calibrator.workEnded();
    await clock.advance(2000);
    expect(troubles).toEqual([new Error('broken')]);
    expect(isWanted()).toBe(false);
  });

  it('loads no model for this alone', async () => {
    const { clock, calibrator, kept, isWanted } = scene(() => Promise.resolve(ROW), false);
    calibrator.workBegins();
    calibrator.workEnded();
    await clock.advance(2000);
    expect(kept).toEqual([]);
    expect(isWanted()).toBe(true);
  });
});

describe('a mix of a staged pack', () => {
  const engines = useTinyEngines();
  const TEXT = 'The sound of a mix is measured when nobody speaks.';
  const mix = [
    { voice: 'en_one', weight: 1 },
    { voice: 'zh_one', weight: 3 },
  ];

  it('sounds nearer to the exact decode once it is calibrated, in the next engine too', async () => {
    const clock = createManualClock();
    const calibrationDir = join(engines.dir, 'calibration');
    const packs = [await engines.pack({ id: 'staged', family: 'staged' })];
    const client = await engines.greeted({ packs, calibrationDir }, clock);
    const say = async (who: EngineClient, exact = false) => {
      const { pcm, summary } = await speak(who, {
        text: TEXT,
        mix,
        plan: { exact, firstSegmentDurationMs: 2500 },
      });
      return { pcm, summary };
    };
    const [before, exact] = [await say(client), await say(client, true)];
    expect((await say(client)).summary.cacheMisses).toBe(0);
    await clock.advance(2000);
    while ((await filesIn(calibrationDir)).every((name) => !name.endsWith('.f32')))
      await new Promise((resolve) => setImmediate(resolve));
    const after = await say(client);
    expect(after.summary.cacheHits).toBe(0);
    expect(noiseOf(after.pcm, exact.pcm)).toBeLessThan(noiseOf(before.pcm, exact.pcm));
    const next = await engines.greeted({ packs, calibrationDir }, clock);
    expect((await say(next)).pcm).toEqual(after.pcm);
    expect((await client.status({})).packProblems).toEqual([]);
  });
});

async function filesIn(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  });
}

function noiseOf(samples: Float32Array, reference: Float32Array): number {
  expect(samples).toHaveLength(reference.length);
  return Math.hypot(...samples.map((sample, index) => sample - (reference[index] ?? 0)));
}
