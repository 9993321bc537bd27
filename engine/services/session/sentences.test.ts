import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sentences } from './sentences.js';

const TEXT = 'One is here. Two goes on, and on, for a while. Three? Dr. Who is four. Five!';
const STARTS = [0, 13, 47, 54, 70];

/** Segments as an engine announces them: sentences, the second one in three clauses. */
const SEGMENTS = [
  { source: { start: 0, end: 13 }, endsSentence: true },
  { source: { start: 13, end: 26 }, endsSentence: false },
  { source: { start: 26, end: 34 }, endsSentence: false },
  { source: { start: 34, end: 47 }, endsSentence: true },
  { source: { start: 47, end: 54 }, endsSentence: true },
  { source: { start: 54, end: 70 }, endsSentence: true },
  { source: { start: 70, end: TEXT.length }, endsSentence: true },
];

/** As an engine announces what follows an offset. */
function announce(sentences: Sentences, offset: number, count = Infinity): void {
  sentences.open(offset);
  const rest = SEGMENTS.filter(({ source }) => source.end > offset).slice(0, count);
  for (const { source, endsSentence } of rest) {
    sentences.note({ source: { start: Math.max(offset, source.start), end: source.end }, endsSentence });
  }
}

describe('the sentences of a text', () => {
  it('are those that the engine announced, from wherever and however often it was asked to begin', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...STARTS), fc.integer({ min: 1, max: 7 })), { maxLength: 6 }),
        fc.integer({ min: 0, max: TEXT.length - 1 }),
        (openings, offset) => {
          const sentences = new Sentences(TEXT);
          for (const [start, count] of openings) announce(sentences, start, count);
          announce(sentences, 0);
          expect(sentences.startOf(offset)).toBe(STARTS.findLast((start) => start <= offset));
          expect(sentences.after(offset)).toBe(STARTS.find((start) => start > offset));
          const start = sentences.startOf(offset);
          expect(sentences.before(start)).toBe(STARTS.findLast((other) => other < start) ?? 0);
        },
      ),
    );
  });

  it('go on beyond the announcements by rule, and not where a clause happens to end', () => {
    const sentences = new Sentences(TEXT);
    announce(sentences, 0, 2);
    expect(sentences.after(0)).toBe(13);
    expect(sentences.after(13)).toBe(47);
  });

  it('are told by rule where nothing was announced', () => {
    const sentences = new Sentences(TEXT);
    expect(sentences.after(0)).toBe(13);
    announce(sentences, 47, 1);
    expect(sentences.before(47)).toBe(13);
    expect(sentences.startOf(20)).toBe(13);
    announce(sentences, 60, 1);
    expect(sentences.startOf(60)).toBe(60);
    expect(sentences.before(60)).toBeLessThan(60);
  });

  it('have no next one at the end', () => {
    const sentences = new Sentences(`${TEXT}  \n`);
    announce(sentences, 70);
    expect(sentences.after(70)).toBeUndefined();
  });
});
