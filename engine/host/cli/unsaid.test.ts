import { expect, it } from 'vitest';
import { Unsaid } from './unsaid.js';

const text = 'Москва hello 한국어 🙂';
const skipped = (start: number, end: number, reason: string) => ({
  kind: 'skipped' as const,
  source: { start, end },
  reason,
});

it('says what was not said, and how much', () => {
  const unsaid = new Unsaid();
  unsaid.add([skipped(0, 6, 'unsupported-script'), skipped(6, 7, 'whitespace')], text);
  unsaid.add([skipped(13, 16, 'unsupported-script')], text);
  expect(unsaid.line()).toBe(
    'sotto: note: not said: 9 characters in a script that no voice reads (such as Москва, 한국어)',
  );
});

it('is silent about white space, markup and emoji', () => {
  const unsaid = new Unsaid();
  unsaid.add([skipped(6, 7, 'whitespace'), skipped(17, 19, 'emoji')], text);
  expect(unsaid.line()).toBeUndefined();
});
