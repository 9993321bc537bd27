import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodePcm } from '../../export/pcm.js';
import type { NarrationItem } from '../../shared/app/narration.js';
import { createManualClock, systemClock } from '../../shared/clock.js';
import { SottoError } from '../../shared/errors.js';
import { joinSamples } from '../../shared/join-samples.js';
import type { Download } from '../downloads.js';
import { createTurns, type Turns } from '../turns.js';
import { CHAPTER_GAP_MS, fileNameOf } from './export-recording.js';
import {
  createFakeSession,
  createFakeSpeech,
  FAKE_RATE_HZ,
  fakeSamples,
  type FakeSession,
  type FakeSpeech,
} from './testing/fakes.js';
import type { NarrationService } from './narration-service.js';
import { recordingFiles } from './recording-files.js';
import { createNarrationService, type NarrationOptions } from './service.js';

const ONE = '# One\n\nThe first sentence. A second sentence. And a third.\n\n';
const TWO = '# Two\n\nMore of it. The end.';
const BOOK = ONE + TWO;

let folder = '';
let speech: FakeSpeech;
let session: FakeSession;
let turns: Turns;
let downloads: Download[];
let troubles: SottoError[];
let services: NarrationService[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-narration-'));
  speech = createFakeSpeech();
  session = createFakeSession();
  turns = createTurns();
  downloads = [];
  troubles = [];
  services = [];
});

afterEach(async () => {
  for (const service of services) await service.dispose();
  expect(troubles).toEqual([]);
  await rm(folder, { recursive: true, force: true });
});

async function open(change: Partial<NarrationOptions> = {}): Promise<NarrationService> {
  const service = await createNarrationService({
    dataDir: join(folder, 'data'),
    cacheDir: join(folder, 'cache'),
    clock: systemClock,
    speech,
    turns,
    voices: {
      resolve: () => Promise.resolve({ voice: 'en_ivy', style: 'calm', controls: { lengthScale: 1.2 } }),
      state: () => ({ voices: [], styles: [], chosen: { voiceId: 'en_ivy', styleId: 'calm', controls: {} } }),
    },
    session,
    files: {
      find: (fileId) => (fileId === 'gone' ? undefined : { path: join(folder, fileId), fileName: fileId }),
    },
    downloads: {
      offer(download) {
        downloads.push(download);
        return `download-${downloads.length}`;
      },
    },
    onTrouble: (error) => troubles.push(error),
    ...change,
  });
  services.push(service);
  return service;
}

async function added(
  service: NarrationService,
  ...files: [name: string, content: string | Buffer][]
): Promise<string[]> {
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  return service.add(files.map(([name]) => name));
}

async function first(
  service: NarrationService,
  ...files: [name: string, content: string | Buffer][]
): Promise<string> {
  const [id] = await added(service, ...files);
  if (id === undefined) throw new Error('nothing was added');
  return id;
}

function itemOf(service: NarrationService, id: string): NarrationItem {
  const item = service.state().items.find((candidate) => candidate.id === id);
  if (!item) throw new Error('there is no such item');
  return item;
}

/** Resolves when something is so; the service tells of every change. */
function until(service: NarrationService, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = service.watch(() => {
      if (!isSo()) return;
      setImmediate(() => stop());
      resolve();
    });
  });
}

const pcmOf = (id: string, chapterIndex: number): Promise<Buffer> =>
  readFile(recordingFiles(join(folder, 'data', 'narrations', id), chapterIndex).pcm);
const bytesOf = (text: string): Buffer => Buffer.from(encodePcm(fakeSamples(text), 's16'));

/** Holds the speech before its n-th item from now, until it is let go. */
function holdAt(itemCount: number): { reached: Promise<void>; release: () => void } {
  let reach: () => void = () => undefined;
  let release: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  let count = 0;
  speech.before = async () => {
    if (count++ < itemCount) return;
    reach();
    await released;
  };
  return { reached, release };
}

describe('the queue', () => {
  it('renders file after file; a broken one has a reason and the others go on', async () => {
    const service = await open();
    const ids = await added(
      service,
      ['book.md', BOOK],
      ['broken.txt', Buffer.from([0, 1, 2])],
      ['last.txt', 'Last.'],
    );
    expect(service.state().items.map(({ state }) => state)).toEqual(['reading', 'reading', 'reading']);
    // The person's file may vanish as soon as it was read.
    await service.whenIdle();
    const [book, broken, last] = ids.map((id) => itemOf(service, id));
    expect(book).toMatchObject({
      state: 'ready',
      title: 'book',
      voiceId: 'en_ivy',
      styleId: 'calm',
      progress: 1,
      remainingMs: 0,
      chapters: [
        { title: 'One', state: 'ready', progress: 1, characterCount: ONE.length },
        { title: 'Two', state: 'ready' },
      ],
    });
    expect(book?.chapters[0]?.renderedMs).toBeCloseTo((ONE.length * 100 * 1000) / FAKE_RATE_HZ);
    expect(book?.durationEstimateMs).toBeCloseTo((BOOK.length * 100 * 1000) / FAKE_RATE_HZ);
    expect(book?.skipped.whitespace).toBeGreaterThan(0);
    expect(broken).toMatchObject({ state: 'failed', error: { code: 'binary-input' } });
    expect(last?.state).toBe('ready');
    const [bookId = ''] = ids;
    expect((await pcmOf(bookId, 0)).equals(bytesOf(ONE))).toBe(true);
    expect((await pcmOf(bookId, 1)).equals(bytesOf(TWO))).toBe(true);
    expect(await service.chapterText(bookId, 1)).toBe(TWO);
  });

  it('goes on after a restart, and renders nothing twice', async () => {
    const service = await open();
    const { reached } = holdAt(6);
    const id = await first(service, ['book.md', BOOK]);
    await reached;
    await service.dispose();
    await rm(join(folder, 'book.md'));
    speech = createFakeSpeech();
    const again = await open({ speech });
    await again.whenIdle();
    expect(speech.asked[0]).toEqual({ text: ONE, fromSegment: 1 });
    expect(itemOf(again, id).state).toBe('ready');
    expect((await pcmOf(id, 0)).equals(bytesOf(ONE))).toBe(true);
    expect((await pcmOf(id, 1)).equals(bytesOf(TWO))).toBe(true);
  });

  it('lets live speech go first', async () => {
    const service = await open();
    const endLive = turns.beginLive();
    const id = await first(service, ['a.txt', 'One. Two.']);
    await until(service, () => itemOf(service, id).state === 'rendering');
    expect(speech.asked).toEqual([]);
    endLive();
    await service.whenIdle();
    expect(itemOf(service, id).state).toBe('ready');
  });

  it('pauses, resumes, moves and removes', async () => {
    const service = await open();
    const { reached, release } = holdAt(0);
    const [a = '', b = '', c = ''] = await added(
      service,
      ['a.txt', 'Aa. Bb.'],
      ['b.txt', 'Cc.'],
      ['c.txt', 'Dd.'],
    );
    await reached;
    service.pause(a);
    await until(service, () => itemOf(service, c).state === 'waiting');
    service.move(c, 0);
    await service.remove(b);
    release();
    await service.whenIdle();
    expect(service.state().items.map(({ id, state }) => [id, state])).toEqual([
      [c, 'ready'],
      [a, 'paused'],
    ]);
    service.resume(a);
    await service.whenIdle();
    expect(itemOf(service, a).state).toBe('ready');
    expect((await readdir(join(folder, 'data', 'narrations'))).sort()).toEqual([a, c].sort());
    await expect(service.remove('none')).rejects.toMatchObject({ code: 'unknown-item' });
    await expect(service.add(['gone'])).rejects.toMatchObject({ code: 'unknown-item' });
  });

  it('pauses an item whose recording cannot be written, with the reason, and loses nothing', async () => {
    const service = await open();
    const { reached, release } = holdAt(0);
    const id = await first(service, ['book.md', BOOK]);
    await reached;
    const blocked = recordingFiles(join(folder, 'data', 'narrations', id), 1).pcm;
    await mkdir(blocked);
    release();
    await service.whenIdle();
    expect(itemOf(service, id)).toMatchObject({
      state: 'paused',
      error: { code: 'file-unwritable', kept: 'everything that was rendered so far' },
      chapters: [{ state: 'ready' }, { state: 'waiting' }],
    });
    await rm(blocked, { recursive: true });
    service.resume(id);
    await service.whenIdle();
    expect(itemOf(service, id).state).toBe('ready');
    expect((await pcmOf(id, 0)).equals(bytesOf(ONE))).toBe(true);
  });

  it('keeps the queue going when one item cannot be spoken', async () => {
    const service = await open();
    speech.before = () => {
      if (speech.asked.length === 1)
        throw new SottoError({ code: 'unknown-voice', message: 'no such voice' });
    };
    const [a = '', b = ''] = await added(service, ['a.txt', 'One.'], ['b.txt', 'Two.']);
    await service.whenIdle();
    expect(itemOf(service, a)).toMatchObject({ state: 'failed', error: { code: 'unknown-voice' } });
    expect(itemOf(service, b).state).toBe('ready');
  });

  it('says which pack is gone, keeps what is rendered, and goes on when the pack is back', async () => {
    const voices = {
      resolve: () => Promise.resolve({ voice: 'kokoro/af_sky', style: 'neutral' }),
      state: () => ({
        ...{ voices: [], styles: [] },
        chosen: { voiceId: 'kokoro/af_sky', styleId: 'neutral', controls: {} },
      }),
    };
    const service = await open({ voices });
    let isInstalled = true;
    speech.before = (item) => {
      // It goes when the first chapter is rendered.
      if (item.kind === 'plan' && speech.asked.length === 2) isInstalled = false;
      if (!isInstalled)
        throw new SottoError({
          code: 'unknown-voice',
          message: 'there is no voice',
          next: 'choose one of: a, b',
        });
    };
    const id = await first(service, ['book.md', BOOK]);
    await service.whenIdle();
    expect(itemOf(service, id)).toMatchObject({
      state: 'failed',
      voiceId: 'kokoro/af_sky',
      error: {
        message: expect.stringContaining('"kokoro/af_sky" of the pack "kokoro"') as string,
        next: expect.stringContaining('add the file again') as string,
      },
      chapters: [{ state: 'ready' }, { state: 'waiting' }],
    });
    speech.before = () => undefined;
    service.resume(id);
    await service.whenIdle();
    expect(itemOf(service, id)).toMatchObject({ state: 'ready', error: null });
    // The first chapter was not rendered again.
    expect(speech.asked).toHaveLength(3);
  });

  it('says so when the app ended before a file was read', async () => {
    const service = await open({ readDocument: () => new Promise(() => undefined) });
    const id = await first(service, ['a.txt', 'One.']);
    services.pop();
    const stored = join(folder, 'data', 'narrations.json');
    await expect.poll(() => readFile(stored, 'utf8').catch(() => '')).toContain(id);
    const again = await open();
    expect(itemOf(again, id)).toMatchObject({ state: 'failed', error: { code: 'file-unreadable' } });
    expect(() => again.resume(id)).toThrow(/before the file was read/);
  });

  it('counts what it keeps, and clears it', async () => {
    const service = await open();
    const id = await first(service, ['a.txt', 'One.']);
    await service.whenIdle();
    expect(await service.usage()).toEqual({ entries: 1, bytes: expect.any(Number) as number });
    expect((await service.usage()).bytes).toBeGreaterThan(itemOf(service, id).bytes);
    await service.clear();
    expect(await service.usage()).toEqual({ entries: 0, bytes: 0 });
    expect(service.state().items).toEqual([]);
  });
});

describe('what lies on the disk', () => {
  const kept = (id: string) => readFile(join(folder, 'data', 'narrations', id, 'chapter-0001.pcm'));

  it('outlives a list that cannot be read, and is found again by one that is repaired', async () => {
    const service = await open();
    const id = await first(service, ['a.txt', ONE]);
    await service.whenIdle();
    await service.dispose();
    const list = join(folder, 'data', 'narrations.json');
    const sound = await readFile(list);
    await writeFile(list, '{ torn');
    const without = await open();
    expect(without.state().items).toEqual([]);
    expect(troubles.splice(0).map(({ code }) => code)).toEqual(['settings-broken']);
    await without.dispose();
    expect((await kept(id)).equals(bytesOf(ONE))).toBe(true);
    await writeFile(list, sound);
    expect(itemOf(await open(), id).state).toBe('ready');
  });

  it('is removed at the next start where a removal was cut short', async () => {
    const cut = join(folder, 'data', 'narrations', 'some-id.removed');
    await mkdir(cut, { recursive: true });
    await writeFile(join(cut, 'chapter-0001.txt'), 'One.');
    await open();
    await expect(readFile(join(cut, 'chapter-0001.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['without its end', (index: string) => index.slice(0, index.lastIndexOf('{'))],
    ['with a line that is none', (index: string) => index.replace('"segment"', '"sogment"')],
  ])('is told to be damaged when it is heard %s', async (_, damage) => {
    const service = await open();
    const id = await first(service, ['a.txt', ONE]);
    await service.whenIdle();
    const index = join(folder, 'data', 'narrations', id, 'chapter-0001.jsonl');
    await writeFile(index, damage(await readFile(index, 'utf8')));
    await service.play(id, { chapterIndex: 0, offsetMs: 0 });
    await expect(session.listen()).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'a recording is damaged',
    });
  });
});

describe('listening', () => {
  it('hears what is rendered, waits where it is not, and goes on to the next chapter', async () => {
    const service = await open();
    const { reached, release } = holdAt(6);
    const id = await first(service, ['book.md', BOOK]);
    await reached;
    await service.play(id);
    expect(session.request).toMatchObject({
      origin: 'narration',
      text: ONE,
      narration: { itemId: id, chapterIndex: 0 },
    });
    const listening = session.listen();
    release();
    const heard = await listening;
    expect(heard.pcm).toEqual(fakeSamples(ONE));
    expect(heard.items.filter(({ kind }) => kind === 'segment').length).toBe(3);
    await expect.poll(() => session.request?.narration?.chapterIndex).toBe(1);
    expect((await session.listen()).pcm).toEqual(fakeSamples(TWO));
    await service.whenIdle();
    // Everything was heard: the next time it begins at the beginning.
    await service.play(id);
    expect(session.request?.narration?.chapterIndex).toBe(0);
  });

  it('says when it has caught up with the rendering', async () => {
    const clock = createManualClock();
    const service = await open({ clock });
    const { reached, release } = holdAt(6);
    const id = await first(service, ['a.txt', ONE]);
    await reached;
    await service.play(id);
    const request = session.request;
    if (!request) throw new Error('nothing is played');
    const items = request.open(0, new AbortController().signal)[Symbol.asyncIterator]();
    const kinds: string[] = [];
    for (let kind = ''; kind !== 'segmentEnd';) {
      const next = await items.next();
      if (next.done) break;
      kind = next.value.kind;
      kinds.push(kind);
    }
    const notice = items.next();
    await expect
      .poll(async () => {
        await clock.advance(1000);
        return Promise.race([notice, Promise.resolve('waiting')]);
      })
      .toMatchObject({ value: { kind: 'notice', code: 'waiting-for-rendering' } });
    release();
    expect(await items.next()).toMatchObject({ value: { kind: 'segment', index: 1 } });
    await items.return?.();
  });

  it('renders what is listened to first, from the chapter on that is heard', async () => {
    const service = await open();
    const { reached, release } = holdAt(0);
    const [, b = ''] = await added(service, ['a.txt', 'Aa. Bb.'], ['book.md', BOOK]);
    await reached;
    await until(service, () => itemOf(service, b).state === 'waiting');
    await service.play(b, { chapterIndex: 1, offsetMs: 0 });
    release();
    expect((await session.listen()).pcm).toEqual(fakeSamples(TWO));
    await service.whenIdle();
    expect(speech.asked.map(({ text }) => text).slice(0, 2)).toEqual(['Aa. Bb.', TWO]);
  });

  it('begins at a word, and goes on where the listener stopped, after a restart too', async () => {
    const service = await open();
    const id = await first(service, ['book.md', BOOK]);
    await service.whenIdle();
    await service.play(id);
    const offset = ONE.indexOf('second');
    const { items, pcm } = await (async () => {
      const request = session.request;
      if (!request) throw new Error('nothing is played');
      session.play({ ...request, startOffset: offset + 2 });
      return session.listen(1000);
    })();
    expect(pcm).toEqual(fakeSamples(ONE, offset).subarray(0, 1000));
    expect(items.find(({ kind }) => kind === 'segment')).toMatchObject({
      source: { start: offset },
      words: [{ text: 'second', startMs: 0 }, { text: 'sentence' }],
    });
    session.pause();
    const stoppedMs = ((offset * 100 + 1000) * 1000) / FAKE_RATE_HZ;
    expect(itemOf(service, id).listened).toEqual({ chapterIndex: 0, offsetMs: stoppedMs });
    await service.dispose();
    session = createFakeSession();
    const again = await open({ session });
    expect(itemOf(again, id).listened).toEqual({ chapterIndex: 0, offsetMs: stoppedMs });
    await again.play(id);
    expect(session.request?.text.slice(session.request.startOffset)).toMatch(/^sentence\. And a third/);
  });

  it('ends with the reason when what it waits for cannot be rendered', async () => {
    const service = await open();
    const { reached, release } = holdAt(6);
    const id = await first(service, ['a.txt', ONE]);
    await reached;
    await service.play(id);
    const hold = speech.before;
    speech.before = async (item) => {
      await hold(item);
      throw new SottoError({ code: 'inference-failed', message: 'the model broke' });
    };
    const listening = session.listen();
    // The one that is held was asked before; the next one fails.
    release();
    await expect(listening).rejects.toMatchObject({ code: 'inference-failed' });
    expect(itemOf(service, id)).toMatchObject({ state: 'failed', error: { code: 'inference-failed' } });
    speech.before = () => undefined;
    await service.play(id, { chapterIndex: 0, offsetMs: 0 });
    expect((await session.listen()).pcm).toEqual(fakeSamples(ONE));
    await service.whenIdle();
    expect(itemOf(service, id).state).toBe('ready');
  });

  it('falls silent when its item is removed', async () => {
    const service = await open();
    const id = await first(service, ['a.txt', 'One. Two.']);
    await service.whenIdle();
    await service.play(id);
    await service.remove(id);
    expect(session.state().status).toBe('idle');
  });
});

describe('export', () => {
  it('makes one file of all chapters, with a gap between them', async () => {
    const service = await open();
    const id = await first(service, ['book.md', BOOK]);
    const early = service.exportItem(id, 'wav', new AbortController().signal);
    await expect(early.next()).rejects.toMatchObject({ code: 'refused' });
    await service.whenIdle();
    const steps: number[] = [];
    const exporting = service.exportItem(id, 'wav', new AbortController().signal);
    for (let next = await exporting.next(); ; next = await exporting.next()) {
      if (next.done) {
        expect(next.value).toMatchObject({ downloadId: 'download-1', fileName: 'book.wav' });
        break;
      }
      steps.push(next.value.progress);
    }
    expect(steps.at(-1)).toBe(1);
    const bytes = await readFile(downloads[0]?.path ?? '');
    const gap = new Float32Array((CHAPTER_GAP_MS * FAKE_RATE_HZ) / 1000);
    const whole = joinSamples([fakeSamples(ONE), gap, fakeSamples(TWO)]);
    expect(bytes.subarray(44).equals(Buffer.from(encodePcm(whole, 's16')))).toBe(true);
  });

  it.each(['wav', 'flac', 'mp3'] as const)(
    '%s leaves nothing behind when it is cancelled',
    async (format) => {
      const service = await open();
      const id = await first(service, ['book.md', BOOK]);
      await service.whenIdle();
      for (const end of ['abort', 'return'] as const) {
        const controller = new AbortController();
        const exporting = service.exportItem(id, format, controller.signal);
        await exporting.next();
        if (end === 'return') await exporting.return({ downloadId: '', fileName: '', bytes: 0 });
        else {
          controller.abort(new SottoError({ code: 'cancelled', message: 'enough' }));
          await expect(exporting.next()).rejects.toMatchObject({ code: 'cancelled' });
        }
      }
      const left = await readdir(join(folder, 'cache', 'narration-exports'), { recursive: true });
      expect(left.filter((name) => name.includes('.'))).toEqual([]);
      expect(downloads).toEqual([]);
    },
  );

  it.each([
    ['A/B: "C"?', 'A B C.wav'],
    ['...', 'sotto.wav'],
    ['con', 'sotto con.wav'],
    ['x'.repeat(300), `${'x'.repeat(60)}.wav`],
    ['书', '书.wav'],
  ])('gives %j a name that every system takes', (title, expected) => {
    expect(fileNameOf(title, 'wav')).toBe(expected);
  });
});
