import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../packs/load-pack.js';
import { createFakeShelf } from '../packs/testing/fake-shelf.js';
import { createMemoryStore } from '../testing/memory-store.js';
import type { SpeechRequest } from '../speech.js';
import { createTurns } from '../turns.js';
import { createFakeSpeech } from './testing/fake-speech.js';
import { Levels, type Level, type MeasuredLevels } from './levels.js';

const manifest = parseManifest(
  readFileSync(new URL('../../../models/starter/pack.json', import.meta.url), 'utf8'),
);

const packs = createFakeShelf(manifest);

const MIX = [
  { voice: 'en_ivy', weight: 1 },
  { voice: 'en_otto', weight: 1 },
];
const plain: Level = {
  parts: [{ voice: 'en_ivy', weight: 1 }],
  style: 'neutral',
  pitchSemitones: 0,
  f0Range: 1,
  targetLufs: -16,
};

/** Own voices at the target of the pack, what `missDb` says off it; a limiter takes `kept` of all that is added. */
function create(missDb: (request: SpeechRequest) => number, kept = 1, amplitude = 0.1) {
  const store = createMemoryStore<MeasuredLevels>({});
  const turns = createTurns();
  const speech = createFakeSpeech((request) => {
    const { targetLufs = -16, gainDb = 0 } = request.plan ?? {};
    return amplitude * 10 ** ((targetLufs + 16 + missDb(request) + kept * gainDb) / 20);
  });
  const open = (soundVersion = '1'): Levels =>
    new Levels({ speech, turns, packs, soundVersion: () => soundVersion, store });
  return { speech, turns, open, levels: open() };
}

describe('levels', () => {
  it('leave alone what the pack itself has brought to its level', async () => {
    const { levels, speech } = create(() => 3);
    expect(await levels.gainDb(plain)).toBe(0);
    expect(await levels.gainDb({ ...plain, targetLufs: -23 })).toBe(0);
    expect(speech.requests).toHaveLength(0);
  });

  it('measure only while nobody waits for the engine', async () => {
    const { levels, speech, turns } = create(() => -3);
    const endTurn = turns.beginLive();
    const measuring = levels.gainDb({ ...plain, parts: MIX });
    await new Promise((turn) => setImmediate(turn));
    expect(speech.requests).toHaveLength(0);
    endTurn();
    await measuring;
    expect(speech.requests).not.toHaveLength(0);
  });

  it.each([
    ['a mix', { ...plain, parts: MIX }],
    ['another pitch', { ...plain, pitchSemitones: -4 }],
    ['another range', { ...plain, f0Range: 1.5 }],
    ['another style', { ...plain, style: 'whisper' }],
    ['a target that the limiter meets', { ...plain, targetLufs: -12 }],
  ])('add what %s lacks', async (_, level) => {
    const isOwn = ({ mix, style, controls, plan }: SpeechRequest): boolean =>
      !mix &&
      style === 'neutral' &&
      controls?.pitchSemitones === 0 &&
      controls.f0Range === 1 &&
      plan?.targetLufs === -16;
    const { levels } = create((request) => (isOwn(request) ? 0 : -3.2));
    expect(await levels.gainDb(level)).toBeCloseTo(3.2, 1);
  });

  it('come near the target though the limiter takes a part back', async () => {
    const { levels } = create(({ mix }) => (mix ? -4 : 0), 0.6, 0.9);
    const gainDb = await levels.gainDb({ ...plain, parts: MIX });
    expect(Math.abs(-4 + 0.6 * gainDb)).toBeLessThan(1);
  });

  it('blame the line for what the own voices of a mix have in common with it', async () => {
    const { levels } = create(() => 1.5);
    expect(await levels.gainDb({ ...plain, parts: MIX })).toBe(0);
  });

  it('are measured once, for all who ask at once and after a restart; anew for another sound', async () => {
    const { levels, speech, open } = create(({ mix }) => (mix ? -2 : 0));
    const level = { ...plain, parts: MIX };
    const [one, other] = await Promise.all([levels.gainDb(level), levels.gainDb(level)]);
    const measured = speech.requests.length;
    expect([one, other, await levels.gainDb(level), await open().gainDb(level)]).toEqual([2, 2, 2, 2]);
    expect(speech.requests).toHaveLength(measured);
    await open('2').gainDb(level);
    expect(speech.requests.length).toBeGreaterThan(measured);
  });

  it('forget a failure', async () => {
    let isBroken = true;
    const { levels } = create(({ mix }) => {
      if (isBroken) throw new Error('no engine');
      return mix ? -2 : 0;
    });
    await expect(levels.gainDb({ ...plain, parts: MIX })).rejects.toThrow('no engine');
    isBroken = false;
    expect(await levels.gainDb({ ...plain, parts: MIX })).toBe(2);
  });
});
