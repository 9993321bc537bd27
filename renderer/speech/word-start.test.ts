import { describe, expect, it } from 'vitest';
import { spokenSeconds } from './spoken-length.js';
import { wordStart } from './word-start.js';

describe('wordStart', () => {
  it.each([
    ['one two', 5, 4],
    ['one two', 3, 4],
    ['one two', 0, 0],
    ["don't go", 3, 0],
    ['end.', 4, 0],
    ['今天天气', 2, 2],
    ['say 今天', 2, 0],
    ['', 0, 0],
    ['...', 1, 0],
  ])('%j at %i', (text, offset, start) => {
    expect(wordStart(text, offset)).toBe(start);
  });
});

describe('spokenSeconds', () => {
  it('adds up over a text', () => {
    const text = 'It is 5 o’clock. 今天天气很好。\n\nThe end.';
    expect(spokenSeconds(text, 0, 10) + spokenSeconds(text, 10)).toBeCloseTo(spokenSeconds(text));
  });

  it('has a plausible length for either language', () => {
    expect(spokenSeconds('The quick brown fox jumps over the lazy dog.')).toBeGreaterThan(2);
    expect(spokenSeconds('The quick brown fox jumps over the lazy dog.')).toBeLessThan(4);
    expect(spokenSeconds('今天天气很好，我们去公园散步吧。')).toBeGreaterThan(2.5);
    expect(spokenSeconds('今天天气很好，我们去公园散步吧。')).toBeLessThan(5);
  });
});
