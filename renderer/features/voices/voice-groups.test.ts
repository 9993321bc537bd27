import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { FAVOURITES, groupVoices, voiceTrouble } from './voice-groups.js';

const voice = (id: string, packId: string, isFavourite = false): VoiceEntry => ({
  id,
  name: id,
  packId,
  language: 'en',
  accent: '',
  gender: '',
  age: '',
  isFavourite,
});

const pack = (id: string) => ({ id, name: id.toUpperCase(), problem: null });
const packs = [pack('starter'), pack('kokoro')];

test('one pack needs no heading', () => {
  expect(groupVoices([voice('ivy', 'starter'), voice('otto', 'starter', true)], packs)).toEqual([
    {
      key: 'starter',
      packName: undefined,
      voices: [voice('otto', 'starter', true), voice('ivy', 'starter')],
    },
  ]);
});

test('several packs come in their order, favourites of all before them, packs that are gone after them', () => {
  const groups = groupVoices(
    [
      voice('lost/x', 'lost'),
      voice('kokoro/a', 'kokoro'),
      voice('ivy', 'starter'),
      voice('kokoro/b', 'kokoro', true),
    ],
    packs,
  );
  expect(groups.map(({ key, packName }) => [key, packName])).toEqual([
    [FAVOURITES, undefined],
    ['starter', 'STARTER'],
    ['kokoro', 'KOKORO'],
    ['lost', 'lost'],
  ]);
});

test('every voice is in one group, whatever there is', () => {
  const anyVoice = fc
    .record({ packId: fc.constantFrom('starter', 'kokoro', 'lost'), isFavourite: fc.boolean() })
    .map(({ packId, isFavourite }) => ({ packId, isFavourite }));
  fc.assert(
    fc.property(fc.array(anyVoice, { maxLength: 80 }), (drawn) => {
      const voices = drawn.map(({ packId, isFavourite }, index) => voice(String(index), packId, isFavourite));
      const grouped = groupVoices(voices, packs).flatMap((group) => group.voices.map(({ id }) => id));
      expect([...grouped].sort()).toEqual(voices.map(({ id }) => id).sort());
    }),
  );
});

test('a voice says why it cannot speak', () => {
  const problem = { code: 'pack-corrupt', message: 'broken' } as const;
  const broken = [{ ...pack('kokoro'), problem }];
  expect(voiceTrouble({ packId: 'kokoro' }, undefined)).toBeUndefined();
  expect(voiceTrouble({ packId: 'kokoro' }, packs)).toBeUndefined();
  expect(voiceTrouble({ packId: 'kokoro', isUnavailable: true }, packs)).toEqual({ kind: 'voice-missing' });
  expect(voiceTrouble({ packId: 'lost' }, packs)).toEqual({ kind: 'pack-missing' });
  expect(voiceTrouble({ packId: 'kokoro' }, broken)).toEqual({ kind: 'pack-broken', packName: 'KOKORO' });
});
