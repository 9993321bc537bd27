import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsSchema, type Settings } from '../../shared/app/settings.js';
import { historyHandlers } from './handlers.js';
import { openHistory, RECENT_FILE } from './history.js';
import type { HistoryService, RecentText } from './history-service.js';

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'sotto-history-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

const context = { signal: new AbortController().signal };

interface Scene {
  readonly history: HistoryService;
  readonly recent: () => string[];
  readonly keepsHistory: (keeps: boolean) => void;
}

async function open(dataDir: string, keepsHistory = true): Promise<Scene> {
  let tellSettings: (settings: Settings) => void = () => undefined;
  const settings = settingsSchema.parse({ keepsHistory });
  let now = 1000;
  const history = await openHistory({
    dataDir,
    wallClockMs: () => now++,
    onTrouble: (error) => {
      throw error;
    },
    settings: {
      watch(listener) {
        tellSettings = listener;
        listener(settings);
        return () => undefined;
      },
    },
  });
  let items: readonly RecentText[] = [];
  history.watchRecent((told) => (items = told));
  return {
    history,
    recent: () => items.map(({ text }) => text),
    keepsHistory: (keeps) => tellSettings({ ...settings, keepsHistory: keeps }),
  };
}

describe('the history', () => {
  it('keeps the draft and the last texts over a restart, the newest first and each once', async () => {
    const dataDir = join(root, 'kept');
    const { history, recent } = await open(dataDir);
    history.setDraft('half a sent');
    for (const text of ['one', 'two', 'one', 'three']) history.noteSpoken(text);
    expect(recent()).toEqual(['three', 'one', 'two']);
    await history.dispose();
    const again = await open(dataDir);
    expect(again.history.draft()).toBe('half a sent');
    expect(again.recent()).toEqual(['three', 'one', 'two']);
  });

  it('is bounded in number, and leaves out what is too long to be called up again', async () => {
    const { history, recent } = await open(join(root, 'bounded'));
    for (let index = 0; index < 70; index++) history.noteSpoken(`text ${index}`);
    history.noteSpoken('long '.repeat(10_000));
    expect(recent()).toHaveLength(50);
    expect(recent()[0]).toBe('text 69');
    await history.dispose();
  });

  it('keeps nothing where the person wants none, and forgets what was there', async () => {
    const dataDir = join(root, 'private');
    const { history, recent, keepsHistory } = await open(dataDir);
    history.noteSpoken('a secret');
    keepsHistory(false);
    history.noteSpoken('another');
    expect(recent()).toEqual([]);
    await history.dispose();
    expect(await readFile(join(dataDir, RECENT_FILE), 'utf8')).not.toContain('secret');
    keepsHistory(true);
    history.noteSpoken('fine');
    expect((await open(dataDir)).recent()).toEqual([]);
    await history.flush();
  });

  it('answers its calls', async () => {
    const { history } = await open(join(root, 'calls'));
    const handlers = historyHandlers(history);
    expect(handlers.draftSet({ text: 'draft' }, context)).toEqual({});
    expect(handlers.draftGet({}, context)).toEqual({ text: 'draft' });
    const told: string[][] = [];
    const stop = handlers.recentWatch({}, ({ items }) => told.push(items.map(({ text }) => text)));
    history.noteSpoken('a');
    let id = '';
    handlers.recentWatch({}, ({ items }) => (id = items[0]?.id ?? ''))();
    expect(handlers.recentRemove({ id }, context)).toEqual({});
    expect(() => handlers.recentRemove({ id }, context)).toThrow('no longer');
    stop();
    history.noteSpoken('b');
    expect(told).toEqual([[], ['a'], []]);
    await history.dispose();
  });
});
