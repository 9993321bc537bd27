import { expect, test } from 'vitest';
import { Savings } from './savings.js';

/** A file that takes until it is told to be done. */
function createMaking() {
  const savings = new Savings();
  let finish: () => void = () => undefined;
  let startedCount = 0;
  let tell: (progress: number) => void = () => undefined;
  const start = (): Promise<void> =>
    savings.run('book', 'mp3', async (signal, tellProgress) => {
      startedCount++;
      tell = tellProgress;
      await new Promise<void>((resolve, reject) => {
        finish = resolve;
        signal.addEventListener('abort', () => reject(new Error('cancelled')));
      });
    });
  return {
    savings,
    start,
    finish: () => finish(),
    tell: (part: number) => tell(part),
    started: () => startedCount,
  };
}

test('it is known how far a file is, until it is made', async () => {
  const { savings, start, finish, tell } = createMaking();
  let toldCount = 0;
  savings.watch(() => toldCount++);
  const made = start();
  tell(0.5);
  expect(savings.of('book')).toEqual({ format: 'mp3', progress: 0.5 });
  finish();
  await made;
  expect([savings.of('book'), toldCount]).toEqual([undefined, 3]);
});

test('a second file of the same item waits for nobody: there is one', async () => {
  const { start, finish, started } = createMaking();
  const made = start();
  await start();
  expect(started()).toBe(1);
  finish();
  await made;
});

test('one that is cancelled is over, and another can be made', async () => {
  const { savings, start } = createMaking();
  const made = start();
  savings.cancel('book');
  await expect(made).rejects.toThrow('cancelled');
  expect(savings.of('book')).toBeUndefined();
});
