import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, phraseDigest } from './key.js';
import { aKey } from './test-phrases.js';

describe('canonicalJson', () => {
  it('does not depend on the order of names', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
        const reversed = Object.fromEntries(Object.entries(record).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(record));
      }),
    );
  });

  it('spells equal what JSON reads as equal, and nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value as Parameters<typeof canonicalJson>[0]))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('has one zero', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });

  it.each([Number.NaN, Infinity])('refuses %s', (value) => {
    expect(() => canonicalJson([value])).toThrow(RangeError);
  });
});

describe('phraseDigest', () => {
  it.each([
    ['the engine', aKey({ engineVersion: '2' })],
    ['the pack', aKey({ packSha256: 'c'.repeat(64) })],
    ['the style vector', aKey({ styleSha256: 'c'.repeat(64) })],
    ['a token', aKey({ tokens: [0, 43, 17, 0] })],
    ['the statistics', aKey({ statistics: 'voice 1' })],
    ['a pause', aKey({ pauseFrames: [-1, -1, 20, -1] })],
    ['a control', aKey({ controls: { lengthScale: 1.1, pitchSemitones: 0 } })],
    ['a control that is left out', aKey({ controls: { lengthScale: 1 } })],
  ])('changes with %s', (_name, key) => {
    expect(phraseDigest(key)).not.toBe(phraseDigest(aKey()));
  });

  it.each([
    ['the name of the voice', aKey({ voice: 'renamed' })],
    ['the name of the style', aKey({ style: 'renamed' })],
    ['the order of the controls', aKey({ controls: { pitchSemitones: 0, lengthScale: 1 } })],
  ])('does not change with %s', (_name, key) => {
    expect(phraseDigest(key)).toBe(phraseDigest(aKey()));
  });
});
