import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppCommand } from '../../shared/app/system.js';
import { ERROR_CODES } from '../../shared/errors.js';
import { systemHandlers } from './handlers.js';
import { bytesOf } from '../disk-usage.js';
import type { KeptStore } from './privacy.js';
import { createTroubleLog } from './trouble-log.js';
import { createWindowCommands } from './window-commands.js';

describe('window commands', () => {
  it('reach every window, and tell whether there was one', () => {
    const commands = createWindowCommands();
    expect(commands.tell({ kind: 'quick-speak' })).toBe(false);
    const heard: AppCommand[] = [];
    const stops = [1, 2].map(() => commands.watch((command) => heard.push(command)));
    expect(commands.tell({ kind: 'tray-notice' })).toBe(true);
    expect(heard).toEqual([{ kind: 'tray-notice' }, { kind: 'tray-notice' }]);
    for (const stop of stops) {
      stop();
      stop();
    }
    expect(commands.tell({ kind: 'quick-speak' })).toBe(false);
    expect(heard).toHaveLength(2);
  });
});

describe('the trouble log', () => {
  it('keeps the last ones with their time, and nothing that a person called off', () => {
    let nowMs = 0;
    const log = createTroubleLog(() => ++nowMs);
    log.note('speech', { code: 'cancelled', message: 'cancelled' });
    for (let index = 0; index < 100; index++)
      log.note('engine', { code: 'engine-failed', message: `try ${index}` });
    expect(log.last()).toHaveLength(30);
    expect(log.last().at(-1)).toEqual({
      atMs: 100,
      where: 'engine',
      code: 'engine-failed',
      message: 'try 99',
    });
  });

  it('never quotes what could be a person’s own words', () => {
    const own: ReadonlySet<string> = new Set([
      'bad-input',
      'empty-input',
      'unknown-voice',
      'unknown-style',
      'file-unreadable',
      'file-unwritable',
      'unsupported-document',
      'document-broken',
      'unknown-item',
      'name-taken',
      'hotkey-conflict',
      'settings-broken',
      'contract-violation',
      'internal',
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...ERROR_CODES), fc.string({ minLength: 1 }), (code, message) => {
        const log = createTroubleLog(() => 0);
        log.note('somewhere', { code, message });
        if (own.has(code)) expect(log.last()[0]?.message).toBe('');
      }),
    );
  });
});

describe('what is kept', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sotto-kept-'));
  });

  afterEach(() => rm(dir, { recursive: true }));

  it('is measured, a file, a folder or nothing at all', async () => {
    await mkdir(join(dir, 'a', 'b'), { recursive: true });
    await writeFile(join(dir, 'a', 'one'), 'x'.repeat(10));
    await writeFile(join(dir, 'a', 'b', 'two'), 'x'.repeat(5));
    expect(await bytesOf(join(dir, 'a', 'one'))).toBe(10);
    expect(await bytesOf(dir)).toBe(15);
    expect(await bytesOf(join(dir, 'nothing'))).toBe(0);
  });

  it('is told and emptied store by store', async () => {
    const cleared: string[] = [];
    const store = (id: KeptStore['id'], bytes: number): KeptStore => ({
      id,
      usage: () => Promise.resolve({ bytes, entries: 1 }),
      clear: () => {
        cleared.push(id);
        return Promise.resolve();
      },
    });
    const handlers = systemHandlers({
      host: {} as never,
      commands: createWindowCommands(),
      closeQuick: () => undefined,
      dataDir: '/data',
      stores: [store('history', 3), store('draft', 4)],
      diagnostics: () => Promise.resolve(''),
    });
    const context = { signal: new AbortController().signal };
    expect(await handlers.privacyReport({}, context)).toEqual({
      stores: [
        { id: 'history', bytes: 3, entries: 1 },
        { id: 'draft', bytes: 4, entries: 1 },
      ],
      dataDir: '/data',
    });
    await handlers.privacyClear({ id: 'draft' }, context);
    expect(cleared).toEqual(['draft']);
    await expect(handlers.privacyClear({ id: 'previews' }, context)).rejects.toMatchObject({
      code: 'unknown-item',
    });
  });
});
