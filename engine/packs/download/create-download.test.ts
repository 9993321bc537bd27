import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../shared/errors.js';
import type { Download, DownloadState } from './download.js';
import { startHostileServer, type Behaviour, type HostileServer } from './testing/hostile-server.js';
import { entryOf, Scene, testFile, type TestFile } from './testing/scene.js';

let dir = '';
let server: HostileServer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-download-'));
  server = await startHostileServer();
});

afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true, force: true });
});

const MODEL = 'onnx/model.onnx';
const SIZE = 400_000;

/** Starts a download whose time passes by itself. */
function run(scene: Scene, options: Parameters<Scene['download']>[0] = {}): Download {
  const download = scene.download(options);
  scene.passTime(download);
  download.start();
  return download;
}

const received = (download: Download, bytes: number) =>
  expect.poll(() => download.state().progress.receivedBytes).toBeGreaterThanOrEqual(bytes);

describe('a download', () => {
  it('brings all files and tells how it goes', async () => {
    const scene = new Scene(server, dir, [
      testFile(MODEL, SIZE),
      testFile('config.json', 44),
      testFile('voices/one.bin', 1000, 'checksum'),
      testFile('voices/two.bin', 1000, 'checksum and size'),
    ]);
    const kinds = new Set<DownloadState['kind']>();
    const download = scene.download();
    download.watch((state) => kinds.add(state.kind));
    expect(download.state()).toMatchObject({ kind: 'queued', progress: { fileCount: 4, filesDone: 0 } });
    download.start();
    const folder = await download.done;
    expect(folder).toBe(join(dir, 'test-pack.fp32'));
    expect(await scene.isWhole(folder)).toBe(true);
    expect(await readdir(dir)).toEqual(['test-pack.fp32']);
    expect([...kinds]).toEqual(['running', 'verifying', 'done']);
    expect(download.state()).toMatchObject({
      kind: 'done',
      progress: { receivedBytes: SIZE + 2044, totalBytes: SIZE + 2044, filesDone: 4, remainingMs: undefined },
    });
  });

  const once: [string, Behaviour, Partial<{ resumes: boolean }>][] = [
    ['stalls', { kind: 'stall', afterBytes: 150_000 }, {}],
    ['drops the connection', { kind: 'drop', afterBytes: 150_000 }, {}],
    ['drops it before the first byte', { kind: 'drop', afterBytes: 0 }, {}],
    ['truncates', { kind: 'truncate', afterBytes: 150_000 }, { resumes: true }],
    ['corrupts a byte', { kind: 'corrupt', atByte: 77_777 }, {}],
    ['serves slowly', { kind: 'slow', pieceBytes: 9000 }, {}],
    ['claims a greater length', { kind: 'lie-about-length', byBytes: 1000 }, {}],
    ['claims a smaller length', { kind: 'lie-about-length', byBytes: -1000 }, {}],
    ['has too many requests', { kind: 'status', status: 429, headers: { 'retry-after': '120' } }, {}],
    ['is in trouble', { kind: 'status', status: 503 }, {}],
  ];
  it.each(once)('outlives a server that %s once', async (_name, behaviour, { resumes }) => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    server.script(`/${MODEL}`, behaviour);
    const folder = await run(scene).done;
    expect(await scene.isWhole(folder)).toBe(true);
    if (resumes) expect(server.requests[1]?.range).toBe('bytes=150000-');
  });

  it.each<[string, Behaviour]>([
    ['ignores ranges', { kind: 'ignore-range' }],
    ['refuses ranges', { kind: 'refuse-range' }],
    ['answers with another range', { kind: 'wrong-range' }],
  ])('begins anew where the server %s', async (_name, behaviour) => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    server.script(`/${MODEL}`, { kind: 'truncate', afterBytes: 200_000 }, behaviour);
    const folder = await run(scene).done;
    expect(await scene.isWhole(folder)).toBe(true);
    expect(server.requests[1]?.range).toBe('bytes=200000-');
  });

  it.each([true, false])(
    'begins anew when the file changed between ranges (the server heeds If-Range: %s)',
    async (heedsIfRange) => {
      const before = testFile(MODEL, SIZE, 'checksum and size');
      const after = testFile(MODEL, SIZE + 5, 'checksum and size');
      const scene = new Scene(server, dir, [before]);
      server.script(
        `/${MODEL}`,
        { kind: 'drop', afterBytes: 200_000 },
        { kind: 'change', content: after.content, heedsIfRange },
      );
      const folder = await run(scene).done;
      expect(after.content.equals(await readFile(join(folder, MODEL)))).toBe(true);
    },
  );

  it('does not build on a part whose version nothing tells', async () => {
    const file = testFile(MODEL, SIZE, 'checksum');
    const scene = new Scene(server, dir, [file]);
    server.put(`/${MODEL}`, file.content, { hasValidator: false });
    server.script(`/${MODEL}`, { kind: 'drop', afterBytes: 200_000 });
    expect(await scene.isWhole(await run(scene).done)).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([undefined, undefined]);
  });

  it('follows redirects, and asks the last host for the range', async () => {
    const file = testFile(MODEL, SIZE);
    const scene = new Scene(server, dir, [file]);
    server.put('/store/abc', file.content);
    server.script(`/${MODEL}`, { kind: 'redirect', to: '/step' }, { kind: 'redirect', to: '/store/abc' });
    server.script('/step', { kind: 'redirect', to: `${server.origin}/store/abc` });
    server.script('/store/abc', { kind: 'truncate', afterBytes: 100_000 });
    expect(await scene.isWhole(await run(scene).done)).toBe(true);
    expect(server.requests.map(({ path, range }) => [path, range])).toEqual([
      [`/${MODEL}`, undefined],
      ['/step', undefined],
      ['/store/abc', undefined],
      [`/${MODEL}`, 'bytes=100000-'],
      ['/store/abc', 'bytes=100000-'],
    ]);
  });

  const always: [string, Behaviour, ErrorCode, RegExp][] = [
    [
      'redirects in a circle',
      { kind: 'redirect', to: `/${MODEL}` },
      'download-failed',
      /redirected more than 6 times/,
    ],
    [
      'redirects to plain http',
      { kind: 'redirect', to: 'http://example.org/' },
      'download-failed',
      /not encrypted/,
    ],
    ['redirects to nowhere', { kind: 'status', status: 302 }, 'download-failed', /redirects to nowhere/],
    ['has no such file', { kind: 'status', status: 404 }, 'download-failed', /HTTP 404/],
    ['wants an account', { kind: 'status', status: 401 }, 'download-failed', /HTTP 401/],
    [
      'wants hours',
      { kind: 'status', status: 503, headers: { 'retry-after': '7200' } },
      'download-failed',
      /HTTP 503/,
    ],
    ['is in trouble', { kind: 'status', status: 500 }, 'download-failed', /HTTP 500/],
    ['drops the connection', { kind: 'drop', afterBytes: 1000 }, 'download-failed', /connection was lost/],
    ['stalls', { kind: 'stall', afterBytes: 1000 }, 'download-failed', /nothing came for 30 s/],
    ['corrupts', { kind: 'corrupt', atByte: 5 }, 'download-corrupt', /does not match the checksum/],
    ['compresses', { kind: 'encode' }, 'download-failed', /encoded as br/],
  ];
  it.each(always)(
    'fails with a server that always %s, and leaves no whole folder',
    async (_name, behaviour, code, words) => {
      const scene = new Scene(server, dir, [testFile(MODEL, SIZE), testFile('config.json', 44)]);
      server.script(`/${MODEL}`, ...Array<Behaviour>(40).fill(behaviour));
      const download = run(scene);
      await expect(download.done).rejects.toMatchObject({
        code,
        message: expect.stringMatching(words) as string,
      });
      expect(download.state()).toMatchObject({ kind: 'failed', error: { code } });
      expect(await readdir(dir)).toEqual(['test-pack.fp32.part']);
    },
  );

  it('does not take a page of a network that wants a login for the file', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    server.put(`/${MODEL}`, Buffer.from('<html>log in</html>'));
    await expect(run(scene).done).rejects.toMatchObject({
      code: 'download-corrupt',
      message: expect.stringContaining('19 bytes at its source, 400000 are expected') as string,
    });
  });

  it('waits longer each time, and as long as the server asks', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    const busy: Behaviour = { kind: 'status', status: 503 };
    server.script(`/${MODEL}`, busy, busy, { ...busy, headers: { 'retry-after': '40' } }, busy);
    const waits: number[] = [];
    const download = run(scene);
    let last = '';
    download.watch((state) => {
      if (state.kind === 'waiting' && last !== 'waiting') waits.push(state.retryInMs);
      last = state.kind;
    });
    await download.done;
    expect(waits).toEqual([500, 1000, 40_000, 4000]);
  });
});

describe('progress', () => {
  it('tells rate and rest in whole numbers, a few times a second', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    server.script(`/${MODEL}`, { kind: 'stall', afterBytes: 133_333 });
    const download = scene.download();
    const states: DownloadState[] = [];
    download.watch((state) => states.push(state));
    download.start();
    await received(download, 133_333);
    const before = states.length;
    await scene.clock.advance(1000);
    expect(states.length - before).toBe(4);
    const { bytesPerSecond, remainingMs = 0 } = download.state().progress;
    expect(bytesPerSecond).toBeGreaterThan(100_000);
    expect(Number.isInteger(bytesPerSecond) && Number.isInteger(remainingMs)).toBe(true);
    expect(remainingMs).toBe(Math.round((1000 * (SIZE - 133_333)) / bytesPerSecond));
    await download.cancel();
  });
});

describe('an interruption', () => {
  it('goes on after a pause where it was', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    server.script(`/${MODEL}`, { kind: 'stall', afterBytes: 250_000 });
    const download = scene.download();
    download.start();
    await received(download, 250_000);
    await download.pause();
    expect(download.state()).toMatchObject({ kind: 'paused', progress: { receivedBytes: 250_000 } });
    download.start();
    expect(await scene.isWhole(await download.done)).toBe(true);
    expect(server.requests[1]).toMatchObject({
      range: 'bytes=250000-',
      ifRange: expect.any(String) as string,
    });
  });

  it('goes on in another process after the first was killed', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, 11_000_000)]);
    server.script(`/${MODEL}`, { kind: 'stall', afterBytes: 10_000_000 });
    const killed = scene.download();
    killed.start();
    await received(killed, 10_000_000);
    // What a kill leaves: the disk as it is at this moment.
    const copy = join(dir, 'copy');
    await cp(join(dir, 'test-pack.fp32.part'), join(copy, 'test-pack.fp32.part'), { recursive: true });
    const second = scene.download({ stagingDir: copy });
    second.start();
    expect(await scene.isWhole(await second.done)).toBe(true);
    const from = Number(server.requests[1]?.range?.slice('bytes='.length, -1));
    expect(from).toBeGreaterThan(7_900_000);
    await killed.cancel();
  });

  it('finds the whole again that was not imported yet, and mends what was damaged meanwhile', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE), testFile('config.json', 44)]);
    const folder = await run(scene).done;
    const before = server.requests.length;
    expect(await run(scene).done).toBe(folder);
    expect(server.requests).toHaveLength(before);
    await writeFile(join(folder, MODEL), Buffer.alloc(SIZE));
    await writeFile(join(folder, 'stranger.bin'), 'x');
    expect(await scene.isWhole(await run(scene).done)).toBe(true);
    expect(server.requests.slice(before)).toMatchObject([{ path: `/${MODEL}`, range: undefined }]);
  });

  it('leaves nothing when it is cancelled, at work, paused or failed', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    for (const prepare of [() => Promise.resolve(), (download: Download) => download.pause()]) {
      server.script(`/${MODEL}`, { kind: 'stall', afterBytes: 250_000 });
      const download = scene.download();
      download.start();
      await received(download, 250_000);
      await prepare(download);
      await download.cancel();
      await expect(download.done).rejects.toMatchObject({ code: 'cancelled' });
      expect(await readdir(dir)).toEqual([]);
    }
    server.script(`/${MODEL}`, { kind: 'status', status: 404 });
    const failed = run(scene);
    await expect(failed.done).rejects.toMatchObject({ code: 'download-failed' });
    await failed.cancel();
    expect(await readdir(dir)).toEqual([]);
  });
});

describe('room on the disk', () => {
  it('is looked for first, with what is needed and what is free in the error', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    const download = run(scene, { freeBytes: () => Promise.resolve(100_300_000) });
    await expect(download.done).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining('needs 101 MB, 101 MB are free') as string,
      details: { neededBytes: 100_400_000, freeBytes: 100_300_000 },
    });
    expect(server.requests).toEqual([]);
  });

  it('is looked for when a server tells a size that nobody published', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE, 'checksum and size')]);
    const download = run(scene, { freeBytes: () => Promise.resolve(100_300_000) });
    await expect(download.done).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('is looked for while a file comes whose size nobody tells', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE, 'checksum and size')]);
    server.script(`/${MODEL}`, { kind: 'truncate', afterBytes: SIZE });
    const download = run(scene, { freeBytes: () => Promise.resolve(100_000_000) });
    await expect(download.done).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('is no use where the folder cannot be written', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    await writeFile(join(dir, 'blocked'), '');
    await expect(run(scene, { stagingDir: join(dir, 'blocked') }).done).rejects.toMatchObject({
      code: 'file-unwritable',
    });
  });
});

describe('the settings', () => {
  it('lead to a mirror of known hosts, path and query kept', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    const [{ content }] = scene.files as [TestFile];
    server.put(`/hf/org/repo/resolve/main/${MODEL}`, content);
    const download = run(scene, {
      entry: entryOf('https://huggingface.co/org/repo/resolve/main', scene.files),
      settings: { proxyUrl: '', mirrorUrl: `${server.origin}/hf/` },
    });
    expect(await scene.isWhole(await download.done)).toBe(true);
  });

  it('lead through a proxy', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    const download = run(scene, { settings: { proxyUrl: server.origin, mirrorUrl: '' } });
    expect(await scene.isWhole(await download.done)).toBe(true);
    expect(server.tunnels).toEqual([new URL(server.origin).host]);
  });

  it('that cannot be used are named without what they hold', async () => {
    const scene = new Scene(server, dir, [testFile(MODEL, SIZE)]);
    const download = run(scene, { settings: { proxyUrl: 'socks9://name:secret@host', mirrorUrl: '' } });
    await expect(download.done).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.not.stringContaining('secret') as string,
    });
  });
});

describe('whatever happens', () => {
  const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
    fc.constant<Behaviour>({ kind: 'honest' }),
    fc.record({ kind: fc.constant('stall' as const), afterBytes: fc.nat(300_000) }),
    fc.record({ kind: fc.constant('drop' as const), afterBytes: fc.nat(300_000) }),
    fc.record({ kind: fc.constant('truncate' as const), afterBytes: fc.nat(300_000) }),
    fc.record({ kind: fc.constant('corrupt' as const), atByte: fc.nat(300_000) }),
    fc.record({ kind: fc.constant('slow' as const), pieceBytes: fc.integer({ min: 5000, max: 50_000 }) }),
    fc.constantFrom<Behaviour>(
      { kind: 'ignore-range' },
      { kind: 'refuse-range' },
      { kind: 'wrong-range' },
      { kind: 'lie-about-length', byBytes: 7 },
      { kind: 'lie-about-length', byBytes: -7 },
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
      { kind: 'status', status: 404 },
    ),
  );
  /** After which request the download is paused, or its program ends. */
  const interruption = fc.record({ request: fc.nat(8), how: fc.constantFrom('pause', 'restart') });

  it('ends with the same bytes, or with an error and no whole folder', async () => {
    const model = testFile(MODEL, 300_000);
    const files = [model, testFile('voices/a.bin', 70_000, 'checksum'), testFile('config.json', 44)];
    const scripts = fc.array(behaviour, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(scripts, scripts),
        fc.array(interruption, { maxLength: 4 }),
        async ([modelScript, voiceScript], interruptions) => {
          const stagingDir = await mkdtemp(join(dir, 'run-'));
          const scene = new Scene(server, stagingDir, files);
          server.script(`/${MODEL}`, ...modelScript);
          server.script('/voices/a.bin', ...voiceScript);
          const outcome = await drive(scene, interruptions);
          const whole = join(stagingDir, 'test-pack.fp32');
          if (outcome.kind === 'done') {
            expect(await readdir(stagingDir)).toEqual(['test-pack.fp32']);
            // A file without a checksum is what its server sent, as long as that was consistent.
            expect(model.content.equals(await readFile(join(whole, MODEL)))).toBe(true);
            if (!voiceScript.some(({ kind }) => kind === 'corrupt'))
              expect(await scene.isWhole(whole)).toBe(true);
          } else {
            expect(outcome).toMatchObject({ kind: 'failed' });
            expect(await readdir(stagingDir)).toEqual(['test-pack.fp32.part']);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  async function drive(
    scene: Scene,
    interruptions: readonly { readonly request: number; readonly how: string }[],
  ): Promise<DownloadState> {
    const first = server.requests.length;
    const due = new Map(interruptions.map(({ request, how }) => [first + request, how]));
    let download = scene.download();
    for (;;) {
      const interrupted = new Promise<string>((resolve) => {
        server.onRequest(() => {
          const how = due.get(server.requests.length - 1);
          if (how !== undefined) resolve(how);
        });
      });
      scene.passTime(download);
      download.start();
      const ended = download.done.then(
        () => 'ended',
        () => 'ended',
      );
      const how = await Promise.race([interrupted, ended]);
      if (how === 'ended') return download.state();
      await download.pause();
      if (how === 'restart') download = scene.download();
    }
  }
});
