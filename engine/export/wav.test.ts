import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePcm } from './pcm.js';
import { wavHeader } from './wav.js';

const ascii = (bytes: Uint8Array, start: number) =>
  new TextDecoder().decode(bytes.subarray(start, start + 4));

describe('encodePcm', () => {
  it.each([
    ['silence', 0, 0],
    ['full scale', 1, 32767],
    ['negative full scale', -1, -32768],
    ['beyond full scale', 1.7, 32767],
    ['beyond negative full scale', -9, -32768],
    ['just under half a step', 0.4999 / 32768, 0],
    ['just over half a step', 0.5001 / 32768, 1],
    ['just over half a step down', -0.5001 / 32768, -1],
  ])('%s', (_name, sample, expected) => {
    const bytes = encodePcm(Float32Array.of(sample), 's16');
    expect(new DataView(bytes.buffer).getInt16(0, true)).toBe(expected);
  });

  it('decodes to within half a step, for every sample in range', () => {
    const sample = fc.float({ min: -1, max: Math.fround(32767 / 32768), noNaN: true });
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const pcm = Float32Array.from(samples);
        const view = new DataView(encodePcm(pcm, 's16').buffer);
        for (const [index, value] of pcm.entries()) {
          expect(Math.abs(view.getInt16(index * 2, true) / 32768 - value)).toBeLessThanOrEqual(0.5 / 32768);
        }
      }),
    );
  });

  it('keeps every float bit', () => {
    fc.assert(
      fc.property(fc.float32Array({ noNaN: true, noDefaultInfinity: true }), (pcm) => {
        const bytes = encodePcm(pcm, 'f32');
        expect([...new Float32Array(bytes.buffer)]).toEqual([...pcm]);
      }),
    );
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %s', (sample) => {
    expect(() => encodePcm(Float32Array.of(0, sample), 's16')).toThrow(/not a number/);
  });
});

describe('wavHeader', () => {
  it('describes 16-bit mono', () => {
    const bytes = wavHeader({ sampleRateHz: 24000, encoding: 's16', sampleCount: 100 });
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(44);
    expect([ascii(bytes, 0), ascii(bytes, 8), ascii(bytes, 12), ascii(bytes, 36)]).toEqual([
      'RIFF',
      'WAVE',
      'fmt ',
      'data',
    ]);
    expect(view.getUint32(4, true)).toBe(36 + 200);
    expect(view.getUint16(20, true)).toBe(1);
    expect(view.getUint16(22, true)).toBe(1);
    expect(view.getUint32(24, true)).toBe(24000);
    expect(view.getUint32(28, true)).toBe(48000);
    expect(view.getUint16(32, true)).toBe(2);
    expect(view.getUint16(34, true)).toBe(16);
    expect(view.getUint32(40, true)).toBe(200);
  });

  it('describes float mono with its fact chunk', () => {
    const bytes = wavHeader({ sampleRateHz: 24000, encoding: 'f32', sampleCount: 100 });
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(58);
    expect(view.getUint16(20, true)).toBe(3);
    expect(ascii(bytes, 38)).toBe('fact');
    expect(view.getUint32(46, true)).toBe(100);
    expect(ascii(bytes, 50)).toBe('data');
    expect(view.getUint32(54, true)).toBe(400);
  });

  it.each(['s16', 'f32'] as const)(
    'has the same length whether or not the size is known (%s)',
    (encoding) => {
      const known = wavHeader({ sampleRateHz: 24000, encoding, sampleCount: 1 });
      const unknown = wavHeader({ sampleRateHz: 24000, encoding });
      expect(unknown.length).toBe(known.length);
      expect(new DataView(unknown.buffer).getUint32(4, true)).toBe(0xffffffff);
      expect(new DataView(unknown.buffer).getUint32(unknown.length - 4, true)).toBe(0xffffffff);
    },
  );

  it('gives the open-ended size when 4 GiB are exceeded', () => {
    const bytes = wavHeader({ sampleRateHz: 24000, encoding: 's16', sampleCount: 2 ** 31 });
    expect(new DataView(bytes.buffer).getUint32(40, true)).toBe(0xffffffff);
  });
});
