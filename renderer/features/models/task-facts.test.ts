import { expect, test } from 'vitest';
import type { CatalogueEntry, PackTask } from '../../../engine/shared/app/packs.js';
import { actionOf, inOrder, losesBytes, progressOf, taskName } from './task-facts.js';

const task = (fields: Partial<PackTask>): PackTask => ({
  id: 'task',
  kind: 'download',
  name: 'A model',
  state: 'running',
  doneBytes: 25,
  totalBytes: 100,
  bytesPerSecond: null,
  remainingMs: null,
  retryInMs: null,
  error: null,
  hasSource: true,
  findings: [],
  ...fields,
});

test.each([
  [{}, 0.25],
  [{ doneBytes: 130 }, 1],
  [{ totalBytes: null }, undefined],
  [{ totalBytes: 0 }, undefined],
])('%o is %s done', (fields, progress) => expect(progressOf(task(fields))).toBe(progress));

test.each([
  [{}, 'pause'],
  [{ state: 'waiting' }, 'pause'],
  [{ state: 'paused' }, 'resume'],
  [{ state: 'failed' }, 'retry'],
  [{ state: 'failed', error: { code: 'pack-installed', message: '' } }, undefined],
  [{ state: 'verifying' }, undefined],
  [{ kind: 'import' }, undefined],
  [{ kind: 'import', state: 'failed' }, 'retry'],
  [{ kind: 'import', state: 'failed', hasSource: false }, undefined],
] as const)('of %o one can %s', (fields, action) => expect(actionOf(task(fields))).toBe(action));

test('only a download that has got something is asked about', () => {
  expect(losesBytes(task({ state: 'paused' }))).toBe(true);
  expect(losesBytes(task({ state: 'failed' }))).toBe(true);
  expect(losesBytes(task({ doneBytes: 0 }))).toBe(false);
  expect(losesBytes(task({ kind: 'import' }))).toBe(false);
  expect(losesBytes(task({ state: 'done' }))).toBe(false);
});

test('what is under way stands above what is over, whose newest comes first', () => {
  const states = ['done', 'paused', 'failed', 'queued', 'waiting', 'done', 'running'] as const;
  const tasks = states.map((state, index) => task({ id: String(index), state }));
  expect(inOrder(tasks).map(({ id }) => id)).toEqual(['4', '6', '3', '1', '5', '2', '0']);
});

test('a download is called as the catalogue calls it, anything else as it came', () => {
  const entries = [
    { id: 'kokoro', name: { en: 'Kokoro Mandarin', 'zh-CN': 'Kokoro 中文' } } as CatalogueEntry,
  ];
  const download = task({ catalogue: { id: 'kokoro', precision: 'fp16' } });
  expect(taskName(download, entries, 'zh-CN')).toBe('Kokoro 中文（fp16）');
  expect(taskName(download, [], 'zh-CN')).toBe('A model');
  expect(taskName(task({ kind: 'import', name: 'a.zip' }), entries, 'zh-CN')).toBe('a.zip');
});
