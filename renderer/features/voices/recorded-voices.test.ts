import { expect, test } from 'vitest';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { withRecorded } from './recorded-voices.js';

const voice: VoiceEntry = {
  id: 'ivy',
  name: 'Ivy',
  packId: 'starter',
  language: 'en',
  accent: 'American',
  gender: 'female',
  age: 'adult',
  isFavourite: false,
};
const grandma = { id: 'styletts2/own-1', name: 'Grandma', packId: 'styletts2', language: 'en' } as const;

test('nothing changes while every recorded voice can speak', () => {
  const voices = [voice, { ...voice, ...grandma }];
  expect(withRecorded(voices, [grandma])).toBe(voices);
});

test('a recorded voice whose pack is gone stands among the others', () => {
  expect(withRecorded([voice], [grandma])).toEqual([
    voice,
    { ...grandma, accent: '', gender: '', age: '', isFavourite: false, isUnavailable: true },
  ]);
});

test('a favourite that is gone gets its name back', () => {
  const favourite = {
    ...voice,
    id: grandma.id,
    name: 'own-1',
    isFavourite: true,
    isUnavailable: true,
  } as const;
  expect(withRecorded([voice, favourite], [grandma])).toEqual([voice, { ...favourite, name: 'Grandma' }]);
});
