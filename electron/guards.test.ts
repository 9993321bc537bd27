import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { NarrationState } from '../engine/shared/app/narration.js';
import { createManualClock } from '../engine/shared/clock.js';
import { guardFaults, guardPages } from './crash-guard.js';
import type { LogFile } from './log-file.js';
import { guardQuit } from './quit.js';
import { asElectron, createFakeElectron, FakeWebContents } from './testing/fake-electron.js';
import { shellTexts } from './texts.js';
import { createUpdates, type Updater } from './updates.js';

const texts = () => shellTexts('en', 'en');

function memoryLog(): LogFile & { lines: string[] } {
  const lines: string[] = [];
  return { path: '/data/logs/sotto.log', lines, write: (line) => void lines.push(line) };
}

describe('a page that dies', () => {
  function guarded() {
    const fake = createFakeElectron();
    const log = memoryLog();
    const recreated: unknown[] = [];
    let nowMs = 0;
    guardPages({
      electron: asElectron(fake),
      log,
      texts,
      nowMs: () => nowMs,
      recreate: (contents) => recreated.push(contents),
    });
    const page = new FakeWebContents();
    const die = (reason = 'crashed'): void =>
      void fake.app.emit('render-process-gone', {}, page, { reason, exitCode: 5 });
    return { fake, log, recreated, page, die, pass: (ms: number) => (nowMs += ms) };
  }

  it('is made anew, and logged', () => {
    const { recreated, page, die, log } = guarded();
    die();
    expect(recreated).toEqual([page]);
    expect(log.lines[0]).toContain('crashed');
  });

  it('is left alone when it ended as it should', () => {
    const { recreated, die } = guarded();
    die('clean-exit');
    expect(recreated).toEqual([]);
  });

  it('is given up after three times in a minute, which is said', () => {
    const { fake, recreated, die, pass } = guarded();
    for (let count = 0; count < 4; count++) die();
    expect(recreated).toHaveLength(3);
    expect(fake.seen.errors).toHaveLength(1);
    pass(61_000);
    die();
    expect(recreated).toHaveLength(4);
  });

  it('has helpers whose end is logged', () => {
    const { fake, log } = guarded();
    const gone = (reason: string): void =>
      void fake.app.emit('child-process-gone', {}, { type: 'GPU', reason, exitCode: 1 });
    gone('clean-exit');
    gone('oom');
    expect(log.lines).toEqual(['process GPU gone: oom, exit code 1']);
  });
});

describe('an error that nobody caught', () => {
  it('is logged each time and shown once', () => {
    const fake = createFakeElectron();
    const log = memoryLog();
    const source = new EventEmitter();
    guardFaults({ source, electron: asElectron(fake), log, texts });
    source.emit('uncaughtException', new Error('first'));
    source.emit('unhandledRejection', 'second');
    expect(log.lines).toHaveLength(2);
    expect(fake.seen.errors).toHaveLength(1);
    expect(fake.seen.errors[0]?.content).toContain('/data/logs/sotto.log');
  });
});

describe('quitting', () => {
  const rendering = { items: [{ state: 'rendering' }] } as unknown as NarrationState;
  const resting = { items: [{ state: 'ready' }, { state: 'paused' }] } as unknown as NarrationState;
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  function guarded(narrations: NarrationState, close = () => Promise.resolve()) {
    const fake = createFakeElectron();
    const troubles: unknown[] = [];
    const clock = createManualClock();
    let closeCount = 0;
    let preventedCount = 0;
    fake.app.on('quit-prevented', () => preventedCount++);
    const quitting = guardQuit({
      electron: asElectron(fake),
      texts,
      narrations: () => narrations,
      close() {
        closeCount++;
        return close();
      },
      clock,
      onTrouble: (error) => troubles.push(error),
    });
    return { fake, clock, quitting, troubles, closes: () => closeCount, prevented: () => preventedCount };
  }

  it('waits until everything is written, then ends', async () => {
    const { fake, quitting, closes, prevented } = guarded(resting);
    expect(quitting.isUnderWay()).toBe(false);
    fake.app.quit();
    expect(quitting.isUnderWay()).toBe(true);
    await settle();
    expect(closes()).toBe(1);
    expect(fake.app.quitCount).toBe(2);
    expect(prevented()).toBe(1);
    expect(fake.seen.boxes).toEqual([]);
  });

  it('asks while a file is being rendered, and says what is kept', async () => {
    const { fake, closes } = guarded(rendering);
    fake.app.quit();
    fake.app.quit();
    await settle();
    expect(fake.seen.boxes).toHaveLength(1);
    expect(fake.seen.boxes[0]?.detail).toContain('kept');
    expect(closes()).toBe(1);
  });

  it('does not happen when the person thinks better of it, and can be asked for again', async () => {
    const { fake, quitting, closes } = guarded(rendering);
    fake.dialog.response = 1;
    fake.app.quit();
    await settle();
    expect(closes()).toBe(0);
    expect(quitting.isUnderWay()).toBe(false);
    fake.dialog.response = 0;
    fake.app.quit();
    await settle();
    expect(closes()).toBe(1);
  });

  it('happens even when something cannot be written', async () => {
    const { fake, troubles } = guarded(resting, () => Promise.reject(new Error('the disk is full')));
    fake.app.quit();
    await settle();
    expect(troubles).toEqual([new Error('the disk is full')]);
    expect(fake.app.quitCount).toBe(2);
  });

  it('happens even when something never ends', async () => {
    const { fake, clock, troubles } = guarded(resting, () => new Promise(() => undefined));
    fake.app.quit();
    await settle();
    expect(fake.app.quitCount).toBe(1);
    await clock.advance(10_000);
    await settle();
    expect(troubles).toEqual([expect.objectContaining({ message: 'not done after 10 s' })]);
    expect(fake.app.quitCount).toBe(2);
  });

  it('is not what the last window’s end means', () => {
    expect(guarded(resting).fake.app.listenerCount('window-all-closed')).toBe(1);
  });
});

describe('updates', () => {
  function watched(check: () => Promise<unknown> = () => Promise.resolve()) {
    const events = new EventEmitter();
    const feeds: string[] = [];
    const troubles: string[] = [];
    let loadCount = 0;
    let checkCount = 0;
    let readyCount = 0;
    const updater: Updater = {
      autoDownload: false,
      autoInstallOnAppQuit: false,
      setFeedURL: ({ url }) => void feeds.push(url),
      checkForUpdates() {
        checkCount++;
        return check();
      },
      on: (event, listener) => events.on(event, listener),
    };
    const clock = createManualClock();
    const updates = createUpdates({
      load: () => Promise.resolve((loadCount++, updater)),
      clock,
      onReady: () => readyCount++,
      onTrouble: (reason) => troubles.push(reason),
    });
    return {
      updates,
      clock,
      events,
      feeds,
      troubles,
      counts: () => ({ loads: loadCount, checks: checkCount, ready: readyCount }),
    };
  }

  const DAY_MS = 24 * 60 * 60 * 1000;

  it('are looked for nowhere without an address', async () => {
    const { updates, clock, counts } = watched();
    updates.setFeed('');
    await clock.advance(10 * DAY_MS);
    expect(counts().loads).toBe(0);
  });

  it('are looked for at the address at once, then once a day, until it goes', async () => {
    const { updates, clock, feeds, events, counts } = watched();
    updates.setFeed('https://example.org/sotto');
    updates.setFeed('https://example.org/sotto');
    await clock.advance(2 * DAY_MS);
    expect(counts()).toMatchObject({ loads: 1, checks: 3 });
    expect(new Set(feeds)).toEqual(new Set(['https://example.org/sotto']));
    events.emit('update-downloaded');
    expect(counts().ready).toBe(1);
    updates.setFeed('');
    await clock.advance(2 * DAY_MS);
    expect(counts().checks).toBe(3);
  });

  it('come over TLS alone', () => {
    const { updates, counts, troubles } = watched();
    updates.setFeed('http://example.org/');
    updates.setFeed('nonsense');
    expect(counts().loads).toBe(0);
    expect(troubles).toHaveLength(2);
  });

  it('that cannot be had are tried again the next day', async () => {
    const { updates, clock, counts, troubles } = watched(() => Promise.reject(new Error('offline')));
    updates.setFeed('https://example.org/');
    await clock.advance(DAY_MS);
    expect(troubles).toEqual(['offline', 'offline']);
    expect(counts().checks).toBe(2);
  });
});
