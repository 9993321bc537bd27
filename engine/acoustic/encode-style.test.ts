import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedPack } from '../packs/load-pack.js';
import { encodeStyle } from './encode-style.js';
import { logMel, MEL_BANDS } from './mel/log-mel.js';
import { largestDifference } from './testing/array-record.js';
import { tinyEncoder, tinyStylePack, weights } from './testing/tiny-style-pack.js';
import { voiceLike } from './testing/voice-like.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-encoders-'));
});
afterAll(() => rm(folder, { recursive: true }));

const SAMPLES = voiceLike(3, 24_000);
const encode = (pack: LoadedPack): Promise<Float32Array> => encodeStyle(pack, SAMPLES, { threads: 1 });

/** What `tinyEncoder` computes. */
function encoded(width: number, seed: number): number[] {
  const { values, frameCount } = logMel(SAMPLES);
  const projection = weights(MEL_BANDS * width, 0.05, seed);
  const means = Array.from(
    { length: MEL_BANDS },
    (_, band) =>
      values.slice(band * frameCount, (band + 1) * frameCount).reduce((sum, value) => sum + value, 0) /
      frameCount,
  );
  return Array.from({ length: width }, (_, column) =>
    means.reduce((sum, mean, band) => sum + mean * (projection[band * width + column] ?? 0), 0),
  );
}

describe('encodeStyle', () => {
  it('puts the acoustic half before the prosody half', async () => {
    const graphs = { styleEncoder: tinyEncoder(128, 1), prosodyEncoder: tinyEncoder(128, 2) };
    const vector = await encode(await tinyStylePack(folder, graphs));
    expect(largestDifference(vector, [...encoded(128, 1), ...encoded(128, 2)])).toBeLessThan(1e-5);
  });

  it('takes what one encoder gives where there is only one', async () => {
    const vector = await encode(await tinyStylePack(folder, { styleEncoder: tinyEncoder(256, 3) }));
    expect(largestDifference(vector, encoded(256, 3))).toBeLessThan(1e-5);
  });

  it('says that a pack has no encoders', async () => {
    await expect(encode(await tinyStylePack(folder, {}))).rejects.toMatchObject({ code: 'unavailable-here' });
  });

  it('refuses vectors of another width than the voices have', async () => {
    const pack = await tinyStylePack(folder, { styleEncoder: tinyEncoder(128, 1) });
    await expect(encode(pack)).rejects.toMatchObject({ code: 'pack-invalid' });
  });

  it('refuses what is not a number', async () => {
    const pack = await tinyStylePack(folder, { styleEncoder: tinyEncoder(256, Number.NaN) });
    await expect(encode(pack)).rejects.toMatchObject({ code: 'inference-failed' });
  });
});
