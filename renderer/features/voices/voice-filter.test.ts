import { expect, test } from 'vitest';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { filterVoices, type VoiceFilter } from './voice-filter.js';

const voice = (id: string, more: Partial<VoiceEntry> = {}): VoiceEntry => ({
  id,
  name: id,
  packId: 'starter',
  language: 'en',
  accent: 'American',
  gender: 'female',
  age: 'adult',
  isFavourite: false,
  ...more,
});

const voices = [
  voice('Ivy'),
  voice('Callum', { accent: 'Scottish', gender: 'male' }),
  voice('Lian', { language: 'zh', accent: 'Mandarin', isFavourite: true }),
  voice('Duet', {
    mix: [
      { voice: 'Ivy', weight: 1 },
      { voice: 'Callum', weight: 1 },
    ],
  }),
];

const found = (filter: Partial<VoiceFilter>): string[] =>
  filterVoices(
    voices,
    { search: '', language: null, ...filter },
    ({ accent, gender }) => `${accent} ${gender}`,
  ).map(({ id }) => id);

test('favourites come first, then mixes', () => expect(found({})).toEqual(['Lian', 'Duet', 'Ivy', 'Callum']));
test('every word has to be found, in the name or beside it', () => {
  expect(found({ search: 'scot' })).toEqual(['Callum']);
  expect(found({ search: ' AMERICAN ivy' })).toEqual(['Ivy']);
  expect(found({ search: 'scottish ivy' })).toEqual([]);
});
test('a language leaves the others out', () => expect(found({ language: 'zh' })).toEqual(['Lian']));
