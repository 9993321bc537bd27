import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StyleCache } from '../cache/style-cache.js';
import { parseManifest } from '../packs/load-pack.js';
import { speakRequestSchema, type SpeakRequestInput } from '../shared/contract.js';
import { createFakePack, createFakePacks } from './fakes.js';
import { chooseSpeakers } from './speaker.js';

const manifest = parseManifest(
  readFileSync(new URL('../../models/starter/pack.json', import.meta.url), 'utf8'),
);
const starter = createFakePack({ manifest });
const source = { packs: createFakePacks(starter), styles: new StyleCache() };
const LENGTH = { tokenCount: 10, characterCount: 20 };

function request(asked: Partial<SpeakRequestInput>) {
  return speakRequestSchema.parse({ generation: 1, text: 'hello', creditSamples: 1, ...asked });
}

describe('who speaks', () => {
  it('gives each language a voice of its own when none is named', () => {
    const { en, zh } = chooseSpeakers(source, request({ style: 'calm' }));
    const languageOf = (id: string) => manifest.voices.find((voice) => voice.id === id)?.language;
    expect([languageOf(en.voice), languageOf(zh.voice)]).toEqual(['en', 'zh']);
    expect(en.voice).toBe(manifest.defaults.voice);
    expect([en.styleName, zh.styleName]).toEqual(['calm', 'calm']);
  });

  it('lets a named voice speak everything', () => {
    const { en, zh } = chooseSpeakers(source, request({ voice: 'zh_wei' }));
    expect([en.voice, zh.voice]).toEqual(['zh_wei', 'zh_wei']);
  });

  it.each([
    [{ voice: 'nobody' }, 'unknown-voice'],
    [{ style: 'sung' }, 'unknown-style'],
  ])('refuses %j', (asked, code) => {
    expect(() => chooseSpeakers(source, request(asked))).toThrow(expect.objectContaining({ code }));
  });

  it('brings a voice to the target that was asked for, and by what a host measured on top', () => {
    const gainDb = (plan: SpeakRequestInput['plan']) =>
      chooseSpeakers(source, request({ voice: 'en_ivy', ...(plan && { plan }) })).en.gainDb;
    const standard = gainDb({});
    expect(standard).toBe(manifest.voices.find(({ id }) => id === 'en_ivy')?.styles.neutral?.gainDb);
    expect(gainDb({ targetLufs: -23 })).toBeCloseTo(standard - 7, 9);
    expect(gainDb({ targetLufs: -14, gainDb: -1.5 })).toBeCloseTo(standard + 0.5, 9);
  });
});

describe('a mix', () => {
  const styleOf = (id: string, style: string) => {
    const found = manifest.voices.find((voice) => voice.id === id)?.styles[style];
    if (!found) throw new Error(`${id} has no ${style}`);
    return found;
  };

  it('adds the style vectors of its voices by weight, and blends gain and controls alike', async () => {
    const mix = [
      { voice: 'en_ivy', weight: 3 },
      { voice: 'en_rowan', weight: 1 },
    ];
    const { en, zh } = chooseSpeakers(source, request({ mix, style: 'whisper' }));
    expect(zh).toBe(en);
    const [ivy, rowan] = [styleOf('en_ivy', 'whisper'), styleOf('en_rowan', 'whisper')];
    expect((await en.vector(LENGTH)).values[0]).toBeCloseTo(0.75 * ivy.row + 0.25 * rowan.row, 6);
    expect(en.gainDb).toBeCloseTo(0.75 * ivy.gainDb + 0.25 * rowan.gainDb, 9);
    expect(en.controls.lengthScale).toBeCloseTo(
      0.75 * ivy.controls.lengthScale + 0.25 * rowan.controls.lengthScale,
      9,
    );
  });

  it('is the same whatever its order and the scale of its weights, and goes before a named voice', async () => {
    const weights = fc.array(
      fc.record({
        voice: fc.constantFrom(...manifest.voices.map(({ id }) => id)),
        weight: fc.integer({ min: 1, max: 20 }),
      }),
      { minLength: 2, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(weights, fc.constantFrom(0.5, 2, 4), async (mix, factor) => {
        const scaled = mix.map(({ voice, weight }) => ({ voice, weight: weight * factor })).reverse();
        const one = chooseSpeakers(source, request({ mix }));
        const other = chooseSpeakers(source, request({ mix: scaled, voice: 'en_otto' }));
        expect(await other.en.vector(LENGTH)).toBe(await one.en.vector(LENGTH));
        const heard = ({ voice, styleName, gainDb, controls }: typeof one.en) => ({
          ...{ voice, styleName, gainDb, controls },
        });
        expect(heard(other.en)).toEqual(heard(one.en));
      }),
    );
  });

  it('of one voice with itself is that voice', async () => {
    const mix = [
      { voice: 'zh_lian', weight: 1 },
      { voice: 'zh_lian', weight: 2 },
    ];
    const { en } = chooseSpeakers(source, request({ mix }));
    const { en: plain } = chooseSpeakers(source, request({ voice: 'zh_lian' }));
    expect((await en.vector(LENGTH)).sha256).toBe((await plain.vector(LENGTH)).sha256);
    expect([en.gainDb, en.controls]).toEqual([plain.gainDb, plain.controls]);
  });

  it.each([
    [
      {
        mix: [
          { voice: 'en_ivy', weight: 1 },
          { voice: 'nobody', weight: 1 },
        ],
      },
      'unknown-voice',
    ],
    [
      {
        mix: [
          { voice: 'en_ivy', weight: 1 },
          { voice: 'en_otto', weight: 1 },
        ],
        style: 'sung',
      },
      'unknown-style',
    ],
  ])('refuses %j', (asked, code) => {
    expect(() => chooseSpeakers(source, request(asked))).toThrow(expect.objectContaining({ code }));
  });
});
