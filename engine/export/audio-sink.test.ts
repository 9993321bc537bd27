import { execFile } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AudioSink, type PlainFormat } from './audio-sink.js';
import { encodePcm } from './pcm.js';
import { openTarget } from './open-target.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-export-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function writeAll(path: string, format: PlainFormat, chunks: Float32Array[]): Promise<void> {
  const sink = new AudioSink(await openTarget(path), format, 24000);
  for (const chunk of chunks) await sink.write(chunk);
  await sink.finish();
}

describe('AudioSink on a file', () => {
  it('writes the same bytes however the samples are cut into chunks', async () => {
    const path = join(folder, 'a.wav');
    const chunks = fc.array(fc.float32Array({ noNaN: true, min: -1, max: 1, maxLength: 50 }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(chunks, async (pieces) => {
        await writeAll(path, 'wav', pieces);
        const bytes = await readFile(path);
        const whole = Float32Array.from(pieces.flatMap((piece) => [...piece]));
        expect(bytes.subarray(44)).toEqual(Buffer.from(encodePcm(whole, 's16')));
        expect(bytes.readUInt32LE(40)).toBe(whole.length * 2);
        expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
      }),
      { numRuns: 25 },
    );
  });

  it('writes an empty but whole file when there was no sample', async () => {
    await writeAll(join(folder, 'empty.wav'), 'wav-f32', []);
    const bytes = await readFile(join(folder, 'empty.wav'));
    expect(bytes.length).toBe(58);
    expect(bytes.readUInt32LE(54)).toBe(0);
  });

  it.each([
    ['s16', 6],
    ['f32', 12],
  ] as const)('raw %s has samples only', async (format, byteCount) => {
    await writeAll(join(folder, 'raw'), format, [Float32Array.of(0, 0.5, -0.5)]);
    expect((await stat(join(folder, 'raw'))).size).toBe(byteCount);
  });

  it('shows nothing under the name before the end, and keeps the old file until then', async () => {
    const path = join(folder, 'kept.wav');
    await writeFile(path, 'old');
    const sink = new AudioSink(await openTarget(path), 'wav', 24000);
    await sink.write(Float32Array.of(0.1));
    expect(await readFile(path, 'utf8')).toBe('old');
    await sink.finish();
    expect((await readFile(path)).length).toBe(46);
    expect(await readdir(folder)).toEqual(['kept.wav']);
  });

  it.each(['discard', 'discardSync'] as const)('%s leaves nothing', async (method) => {
    const target = await openTarget(join(folder, 'gone.wav'));
    await new AudioSink(target, 'wav', 24000).write(Float32Array.of(0.1));
    await target[method]();
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not undo a finished file when discarded late', async () => {
    const target = await openTarget(join(folder, 'done.wav'));
    await new AudioSink(target, 'wav', 24000).finish();
    target.discardSync();
    await target.discard();
    expect(await readdir(folder)).toEqual(['done.wav']);
  });

  it('removes what a killed writer of the same file left, and no other file', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['-p', 'process.pid']);
    const deadPid = stdout.trim();
    await writeFile(join(folder, `.a.wav.sotto-${deadPid}-0000.tmp`), 'half');
    await writeFile(join(folder, `.b.wav.sotto-${deadPid}-0000.tmp`), 'half');
    await writeFile(join(folder, `.a.wav.sotto-${process.pid}-0000.tmp`), 'still written');
    await writeAll(join(folder, 'a.wav'), 'wav', []);
    expect((await readdir(folder)).sort()).toEqual([
      `.a.wav.sotto-${process.pid}-0000.tmp`,
      `.b.wav.sotto-${deadPid}-0000.tmp`,
      'a.wav',
    ]);
  });

  it('follows a symbolic link and keeps permissions', async () => {
    await writeFile(join(folder, 'real.wav'), 'old');
    await chmod(join(folder, 'real.wav'), 0o640);
    await symlink('real.wav', join(folder, 'link.wav'));
    await writeAll(join(folder, 'link.wav'), 'wav', []);
    expect((await lstat(join(folder, 'link.wav'))).isSymbolicLink()).toBe(true);
    const real = await stat(join(folder, 'real.wav'));
    expect([real.size, real.mode & 0o777]).toEqual([44, 0o640]);
  });
});

describe('openTarget', () => {
  it.each([
    ['a directory', '', /it is a directory/],
    ['a name that ends like a directory', 'new/', /it is a directory/],
    ['a missing directory', 'missing/a.wav', /no such directory/],
    ['a file used as a directory', 'file/a.wav', /not a directory/],
    ['a name that is too long', `${'x'.repeat(300)}.wav`, /name is too long/],
  ])('refuses %s in clear words', async (_name, relative, words) => {
    await writeFile(join(folder, 'file'), '');
    const opening = openTarget(`${folder}/${relative}`);
    await expect(opening).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringMatching(words) as string,
    });
  });

  it.skipIf(process.getuid?.() === 0)('refuses a directory without permission', async () => {
    await mkdir(join(folder, 'locked'), { mode: 0o500 });
    await expect(openTarget(join(folder, 'locked/a.wav'))).rejects.toThrow(/permission denied/);
  });

  it.runIf(process.platform === 'linux')(
    'writes to a device straight, and says when it is full',
    async () => {
      await writeAll('/dev/null', 'wav', [Float32Array.of(0.5)]);
      expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
      await expect(writeAll('/dev/full', 'wav', [Float32Array.of(0.5)])).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(/disk is full/) as string,
      });
    },
  );

  it.runIf(process.platform === 'linux')('streams to a FIFO with open-ended sizes', async () => {
    const path = join(folder, 'fifo');
    await promisify(execFile)('mkfifo', [path]);
    const [bytes] = await Promise.all([readFile(path), writeAll(path, 'wav', [Float32Array.of(0.5, 0.25)])]);
    expect(bytes.length).toBe(48);
    expect(bytes.readUInt32LE(40)).toBe(0xffffffff);
    expect((await stat(path)).isFIFO()).toBe(true);
  });
});
