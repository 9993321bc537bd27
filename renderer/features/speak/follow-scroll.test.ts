import { describe, expect, it } from 'vitest';
import { scrollTopFor } from './follow-scroll.js';

describe('scrollTopFor', () => {
  const viewport = { scrollTop: 1000, height: 400 };

  it('leaves a line that can be read where it is', () => {
    expect(scrollTopFor({ top: 1100, bottom: 1125 }, viewport)).toBeUndefined();
    expect(scrollTopFor({ top: 0, bottom: 25 }, { scrollTop: 0, height: 400 })).toBeUndefined();
  });

  it.each([
    ['below', { top: 1390, bottom: 1415 }],
    ['above', { top: 300, bottom: 325 }],
  ])('brings a line %s into the upper half', (_, line) => {
    const top = scrollTopFor(line, viewport) ?? Number.NaN;
    expect(line.top).toBeGreaterThan(top);
    expect(line.top).toBeLessThan(top + viewport.height / 2);
  });

  it('never scrolls above the top', () => {
    expect(scrollTopFor({ top: 10, bottom: 35 }, viewport)).toBe(0);
  });
});
