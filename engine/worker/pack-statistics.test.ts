import { describe, expect, it } from 'vitest';
import { CalibrationStore } from '../cache/calibration-store.js';
import type { StatisticsOwner } from '../stream/speaking-pack.js';
import { PackStatistics } from './pack-statistics.js';

const TABLE = { file: 'statistics.bin', bytes: 24, sha256: '', rows: 3, width: 2 };
const ROW = Float32Array.of(7, 8);

/** A pack of two voices, and the mean of them. */
function open(): PackStatistics {
  const pack = { readTable: () => Promise.resolve(Float32Array.of(1, 2, 3, 4, 2, 3)) };
  return new PackStatistics(pack, TABLE, new CalibrationStore(null, 'sound', 2));
}

const owner = (sha256: string, voiceIndex: number | null = null): StatisticsOwner => ({
  voiceIndex,
  language: 'en',
  vector: { sha256, values: new Float32Array(4) },
});

describe('statistics of a pack', () => {
  it('are a row of its table for a voice of its own, and nothing is wanted for it', async () => {
    const statistics = open();
    const known = await statistics.of(owner('a', 1));
    expect([known.name, await known.values()]).toEqual(['voice 1', Float32Array.of(3, 4)]);
    expect(statistics.wanted).toBeUndefined();
  });

  it('are the mean for others until they are calibrated, under another name then', async () => {
    const statistics = open();
    const before = await statistics.of(owner('a', 2));
    expect([before.name, await before.values()]).toEqual(['mean', null]);
    await statistics.calibrated(owner('a', 2), ROW);
    const after = await statistics.of(owner('a', 2));
    expect(await after.values()).toEqual(ROW);
    expect(after.name).not.toBe('mean');
    expect(statistics.wanted).toBeUndefined();
  });

  it('are wanted for what was spoken last, and not for all that ever was', async () => {
    const statistics = open();
    for (let mix = 0; mix < 20; mix++) await statistics.of(owner(`mix ${mix}`));
    await statistics.of(owner('mix 15'));
    const order: string[] = [];
    for (let next = statistics.wanted; next; next = statistics.wanted) {
      order.push(next.vector.sha256);
      statistics.giveUp(next);
    }
    expect(order).toEqual([15, 19, 18, 17, 16, 14, 13, 12].map((mix) => `mix ${mix}`));
  });
});
