import { expect, test } from 'vitest';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { nameOf, searchPhrases } from './phrase-search.js';

const phrase = (text: string, label = ''): PhraseEntry => ({
  id: text,
  groupId: 'group',
  text,
  label,
  emoji: '',
  colour: '',
  hotkey: '',
  voiceId: null,
  styleId: null,
  slots: [],
  take: 0,
  state: { kind: 'ready' },
  readyCount: 1,
  wantedCount: 1,
  combinationCount: 1,
  durationMs: 900,
});

const phrases = [phrase('Thank you very much'), phrase('Back in a minute', 'Soon'), phrase('谢谢你')];

test('every word has to be found, in text or label', () => {
  expect(searchPhrases(phrases, 'VERY thank')).toEqual([phrases[0]]);
  expect(searchPhrases(phrases, 'soon minute')).toEqual([phrases[1]]);
  expect(searchPhrases(phrases, '谢谢')).toEqual([phrases[2]]);
  expect(searchPhrases(phrases, '  ')).toEqual(phrases);
});

test('a label names a phrase before its text', () => expect(phrases.map(nameOf)[1]).toBe('Soon'));
