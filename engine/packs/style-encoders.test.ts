import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packManifestSchema, type PackManifest } from './manifest.js';
import { recordedStyleName, recordingSha256, styleEncodersOf } from './style-encoders.js';
import { writeTinyPack } from './testing/tiny-packs.js';

let folder = '';
let tiny: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-encoders-'));
  tiny = await writeTinyPack(folder, { family: 'staged' });
});
afterAll(() => rm(folder, { recursive: true }));

const file = (digit: string) => ({ file: `${digit}.onnx`, bytes: 1, sha256: digit.repeat(64) });

/** The tiny pack with more graphs. */
function withGraphs(graphs: Record<string, unknown>, changes: Record<string, unknown> = {}): PackManifest {
  return packManifestSchema.parse({ ...tiny, graphs: { ...(tiny.graphs as object), ...graphs }, ...changes });
}

describe('styleEncodersOf', () => {
  it('finds both, in the order of a vector’s halves, or one', () => {
    const [styleEncoder, prosodyEncoder] = [{ fp32: file('a') }, { fp32: file('b') }];
    expect(styleEncodersOf(withGraphs({ prosodyEncoder, styleEncoder }))).toEqual({
      precision: 'fp32',
      graphs: ['styleEncoder', 'prosodyEncoder'],
    });
    expect(styleEncodersOf(withGraphs({ styleEncoder }))?.graphs).toEqual(['styleEncoder']);
    expect(styleEncodersOf(withGraphs({ prosodyEncoder }))).toBeUndefined();
    expect(styleEncodersOf(withGraphs({}))).toBeUndefined();
  });
});

describe('recordedStyleName', () => {
  const manifest = (encoder: string, changes?: Record<string, unknown>): PackManifest =>
    withGraphs({ styleEncoder: { fp32: file(encoder) } }, changes);

  it('follows the recording and the encoders, and nothing else of the pack', () => {
    const name = recordedStyleName(manifest('a'), 'recording');
    expect(recordedStyleName(manifest('a', { name: 'Another', version: '2' }), 'recording')).toBe(name);
    expect(recordedStyleName(manifest('b'), 'recording')).not.toBe(name);
    expect(recordedStyleName(manifest('a'), 'another')).not.toBe(name);
  });
});

describe('recordingSha256', () => {
  it('is that of the content: its samples and its rate', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, minLength: 1 }), fc.nat(), (samples, at) => {
        const name = recordingSha256(samples, 24_000);
        expect(recordingSha256(samples.slice(), 24_000)).toBe(name);
        expect(recordingSha256(samples, 48_000)).not.toBe(name);
        const changed = samples.slice();
        changed[at % samples.length] = (changed[at % samples.length] ?? 0) === 0.5 ? 0.25 : 0.5;
        expect(recordingSha256(changed, 24_000)).not.toBe(name);
      }),
      { seed: 12 },
    );
  });
});
