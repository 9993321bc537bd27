import { expect, test } from 'vitest';
import type { VoiceEntry, VoicesState } from '../../../engine/shared/app/voices.js';
import { missingNames } from './missing-voice.js';

const voice = (id: string, name: string): VoiceEntry => ({
  ...{ id, name, packId: 'pack', language: 'en', accent: '', gender: '', age: '', isFavourite: false },
});
const state = (voices: VoiceEntry[], chosen: Partial<VoicesState['chosen']>): VoicesState => ({
  voices,
  styles: [],
  chosen: { voiceId: 'en_ivy', styleId: 'neutral', controls: {}, ...chosen },
});
const ivy = voice('en_ivy', 'Ivy');
const heart = voice('kokoro/heart', 'Heart');

test('a voice that is gone has the name that it had, and else that part of its id', () => {
  const gone = state([ivy], { missingVoiceId: 'kokoro/heart' });
  expect(missingNames(gone, [ivy, heart])).toEqual({ missing: 'Heart', name: 'Ivy' });
  expect(missingNames(gone)).toEqual({ missing: 'heart', name: 'Ivy' });
});

test('nothing is missing while the chosen voice speaks', () => {
  expect(missingNames(state([ivy, heart], { voiceId: 'kokoro/heart' }))).toBeUndefined();
});
