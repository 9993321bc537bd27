import { describe, expect, it } from 'vitest';
import { NOT_RECALLING, recall } from './recall.js';

const recents = ['newest', 'older', 'oldest'];

/** What stands in the line after each key. */
function walk(texts: readonly string[], keys: readonly ('older' | 'newer')[]): string[] {
  let state = NOT_RECALLING;
  let text = 'typed';
  return keys.map((key) => {
    const found = recall(texts, state, text, key);
    if (found) ({ recall: state, text } = found);
    return text;
  });
}

describe('recall', () => {
  it('goes back and forth, and gives back what was typed', () => {
    expect(walk(recents, ['older', 'older', 'newer', 'newer'])).toEqual([
      'newest',
      'older',
      'newest',
      'typed',
    ]);
  });

  it('stays where there is nothing further', () => {
    expect(walk(recents, ['newer', 'older', 'older', 'older', 'older'])).toEqual([
      'typed',
      'newest',
      'older',
      'oldest',
      'oldest',
    ]);
    expect(walk([], ['older'])).toEqual(['typed']);
  });
});
