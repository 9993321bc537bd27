import { describe, expect, it } from 'vitest';
import { Closing } from './closing.js';

describe('closing', () => {
  it('is told once to whoever asked before, and at once to whoever asks later', () => {
    const closing = new Closing();
    const heard: string[] = [];
    closing.on(() => heard.push('before'));
    closing.on(() => heard.push('left'))();
    closing.close();
    closing.close();
    closing.on(() => heard.push('later'));
    expect(heard).toEqual(['before', 'later']);
    expect(closing.isClosed).toBe(true);
  });

  it('is told once even when a listener closes it again', () => {
    const closing = new Closing();
    let count = 0;
    closing.on(() => {
      count++;
      closing.close();
    });
    closing.close();
    expect(count).toBe(1);
  });
});
