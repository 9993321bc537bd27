import { expect, test } from 'vitest';
import type { NarrationItem } from '../../../engine/shared/app/narration.js';
import { hasRendering, isAudible, lengthOf, skippedReasons } from './narration-text.js';

const item = (more: Partial<NarrationItem>): NarrationItem => ({
  id: 'item',
  fileName: 'book.txt',
  title: 'Book',
  state: 'waiting',
  error: null,
  chapters: [],
  progress: 0,
  remainingMs: null,
  durationEstimateMs: null,
  listened: null,
  skipped: {},
  voiceId: 'en_ivy',
  styleId: 'neutral',
  bytes: 0,
  ...more,
});
const chapter = (renderedMs: number, progress = 1) => ({
  title: '',
  characterCount: 100,
  state: 'ready' as const,
  progress,
  renderedMs,
});

test('reasons come by their weight, empty ones not at all', () =>
  expect(skippedReasons({ quote: 2, emoji: 0, markup: 9 })).toEqual([
    { reason: 'markup', count: 9 },
    { reason: 'quote', count: 2 },
  ]));

test('a length is exact once everything is rendered', () => {
  const chapters = [chapter(1000), chapter(2500)];
  expect(lengthOf(item({ state: 'ready', chapters }))).toEqual({ durationMs: 3500, isExact: true });
  expect(lengthOf(item({ durationEstimateMs: 9000 }))).toEqual({ durationMs: 9000, isExact: false });
  expect(lengthOf(item({}))).toBeUndefined();
});

test('work is lost only where there was some, and heard only then', () => {
  expect([hasRendering(item({})), isAudible(item({}))]).toEqual([false, false]);
  const begun = item({ chapters: [chapter(400, 0.1)] });
  expect([hasRendering(begun), isAudible(begun)]).toEqual([true, true]);
});
