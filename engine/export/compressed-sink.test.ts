import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAudioWriter, type AudioTags, type CompressedFormat } from './audio-writer.js';
import type { ByteTarget } from './byte-target.js';
import { openTarget } from './open-target.js';
import { encodePcm } from './pcm.js';

const SAMPLE_RATE_HZ = 24_000;
/** As long as an odd number of chunks, so that nothing fits a frame by chance. */
const TONE = Float32Array.from(
  { length: 100_003 },
  (_, index) => 0.4 * Math.sin((index * 2 * Math.PI * 440) / SAMPLE_RATE_HZ),
);
const hasFfmpeg = ['ffmpeg', 'ffprobe'].every((tool) => spawnSync(tool, ['-version']).status === 0);
const run = promisify(execFile);

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-compressed-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(target: ByteTarget, format: CompressedFormat, pcm: Float32Array, tags?: AudioTags) {
  const writer = await createAudioWriter(target, format, SAMPLE_RATE_HZ, tags);
  for (let at = 0; at < pcm.length; at += 6001) await writer.write(pcm.subarray(at, at + 6001));
  await writer.finish();
  return writer;
}

async function decode(path: string): Promise<Int16Array> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, '-f', 's16le', '-'], {
    encoding: 'buffer',
    maxBuffer: 1e8,
  });
  return new Int16Array(new Uint8Array(stdout).buffer);
}

async function probe(
  path: string,
): Promise<{ title: string; durationS: number; channels: number; rateHz: number }> {
  const { stdout } = await run('ffprobe', [
    '-v',
    'error',
    '-of',
    'json',
    '-show_format',
    '-show_streams',
    path,
  ]);
  const { format, streams } = JSON.parse(stdout) as {
    format: { duration: string; tags: Record<string, string> };
    streams: { channels: number; sample_rate: string }[];
  };
  return {
    title: format.tags.title ?? format.tags.TITLE ?? '',
    durationS: Number(format.duration),
    channels: streams[0]?.channels ?? 0,
    rateHz: Number(streams[0]?.sample_rate),
  };
}

const rms = (pcm: ArrayLike<number>): number =>
  Math.sqrt(Array.from(pcm).reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);

describe.skipIf(!hasFfmpeg)('compressed files, as ffmpeg reads them (skipped where there is none)', () => {
  it('flac has every sample, its title and its length', async () => {
    const path = join(folder, 'a.flac');
    const writer = await write(await openTarget(path), 'flac', TONE, { title: 'Größe 你好' });
    expect(writer.sampleCount).toBe(TONE.length);
    const expected = new Int16Array(encodePcm(TONE, 's16').buffer);
    expect(Buffer.from((await decode(path)).buffer).equals(Buffer.from(expected.buffer))).toBe(true);
    expect(await probe(path)).toEqual({
      title: 'Größe 你好',
      durationS: expect.closeTo(TONE.length / SAMPLE_RATE_HZ, 3) as number,
      channels: 1,
      rateHz: SAMPLE_RATE_HZ,
    });
  });

  it('mp3 has the same length, but for its padding, and the same level', async () => {
    const path = join(folder, 'a.mp3');
    await write(await openTarget(path), 'mp3', TONE, { title: 'Title' });
    const decoded = await decode(path);
    // The encoder's delay and the last frame: 1105 samples and a frame of 576 at the most, twice.
    expect(decoded.length - TONE.length).toBeGreaterThanOrEqual(0);
    expect(decoded.length - TONE.length).toBeLessThan(3000);
    const middle = decoded.subarray(5000, 90_000);
    expect(20 * Math.log10(rms(middle) / 32768 / rms(TONE))).toBeCloseTo(0, 1);
    expect(await probe(path)).toMatchObject({ title: 'Title', channels: 1, rateHz: SAMPLE_RATE_HZ });
  });

  it.each(['flac', 'mp3'] as const)('%s of nothing is a whole file', async (format) => {
    const path = join(folder, `empty.${format}`);
    await write(await openTarget(path), format, new Float32Array());
    expect((await decode(path)).length).toBeLessThan(4000);
  });

  it.each(['flac', 'mp3'] as const)('%s streams to what cannot go back', async (format) => {
    const chunks: Uint8Array[] = [];
    await write(createPipe(chunks), format, TONE);
    const path = join(folder, `piped.${format}`);
    await write(await openTarget(join(folder, `file.${format}`)), format, TONE);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path, Buffer.concat(chunks));
    expect((await decode(path)).length).toBeGreaterThanOrEqual(TONE.length);
  });
});

describe('compressed files', () => {
  it.each(['flac', 'mp3'] as const)('%s is the same bytes each time', async (format) => {
    for (const name of ['a', 'b']) await write(await openTarget(join(folder, name)), format, TONE);
    const [first, second] = await Promise.all([readFile(join(folder, 'a')), readFile(join(folder, 'b'))]);
    expect(first.equals(second)).toBe(true);
  });

  it.each(['flac', 'mp3'] as const)('%s that is abandoned leaves nothing', async (format) => {
    const target = await openTarget(join(folder, 'gone'));
    const writer = await createAudioWriter(target, format, SAMPLE_RATE_HZ);
    await writer.write(TONE);
    await writer.abandon();
    await target.discard();
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(['flac', 'mp3'] as const)('%s says what went wrong with its target', async (format) => {
    const full = createPipe([], 1000);
    await expect(write(full, format, TONE)).rejects.toThrow('full');
  });

  it('refuses samples that are no numbers', async () => {
    const writer = await createAudioWriter(createPipe([]), 'flac', SAMPLE_RATE_HZ);
    await expect(writer.write(Float32Array.of(Number.NaN))).rejects.toMatchObject({
      code: 'inference-failed',
    });
    await writer.abandon();
  });
});

function createPipe(chunks: Uint8Array[], roomBytes = Infinity): ByteTarget {
  let lengthBytes = 0;
  return {
    seekable: false,
    write(bytes) {
      lengthBytes += bytes.length;
      if (lengthBytes > roomBytes) return Promise.reject(new Error('full'));
      chunks.push(bytes.slice());
      return Promise.resolve();
    },
    patchStart: () => Promise.reject(new Error('a pipe')),
    commit: () => Promise.resolve(),
    discard: () => Promise.resolve(),
    discardSync: () => undefined,
  };
}
