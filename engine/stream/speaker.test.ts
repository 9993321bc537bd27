import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StyleCache } from '../cache/style-cache.js';
import { parseManifest } from '../packs/load-pack.js';
import { speakRequestSchema } from '../shared/contract.js';
import { chooseSpeakers } from './speaker.js';

const manifest = parseManifest(
  readFileSync(new URL('../../models/starter/pack.json', import.meta.url), 'utf8'),
);
const source = {
  manifest,
  styles: new StyleCache(),
  styleRow: (row: number) => Promise.resolve(Float32Array.of(row)),
};

function request(asked: { voice?: string; style?: string }) {
  return speakRequestSchema.parse({ generation: 1, text: 'hello', creditSamples: 1, ...asked });
}

describe('who speaks', () => {
  it('gives each language a voice of its own when none is named', async () => {
    const { en, zh } = await chooseSpeakers(source, request({ style: 'calm' }));
    const languageOf = (id: string) => manifest.voices.find((voice) => voice.id === id)?.language;
    expect([languageOf(en.voice), languageOf(zh.voice)]).toEqual(['en', 'zh']);
    expect(en.voice).toBe(manifest.defaults.voice);
    expect([en.styleName, zh.styleName]).toEqual(['calm', 'calm']);
  });

  it('lets a named voice speak everything', async () => {
    const { en, zh } = await chooseSpeakers(source, request({ voice: 'zh_wei' }));
    expect([en.voice, zh.voice]).toEqual(['zh_wei', 'zh_wei']);
  });

  it.each([
    [{ voice: 'nobody' }, 'unknown-voice'],
    [{ style: 'sung' }, 'unknown-style'],
  ])('refuses %j', async (asked, code) => {
    await expect(chooseSpeakers(source, request(asked))).rejects.toMatchObject({ code });
  });
});
