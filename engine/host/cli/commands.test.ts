import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhraseCache } from '../../cache/phrase-cache.js';
import { aKey, aSegment } from '../../cache/test-phrases.js';
import { addPlayer, fakeInstallation, type FakeInstallation } from './testing/fake-installation.js';

let sotto: FakeInstallation;

beforeAll(async () => {
  sotto = await fakeInstallation();
});

afterAll(() => sotto.remove());

const json = (stdout: Buffer) => JSON.parse(stdout.toString()) as Record<string, unknown>;

describe('sotto voices', () => {
  it('lists who can speak', async () => {
    const { code, stdout } = await sotto.run(['voices']);
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^VOICE\s+NAME.*\nen_ivy \*\s+Ivy\s+English\s+neutral calm\nen_rowan/);
    expect(json((await sotto.run(['voices', '--json'])).stdout)).toMatchObject({
      pack: 'fake',
      defaults: { voice: 'en_ivy', style: 'neutral' },
      voices: [{ id: 'en_ivy', isDefault: true }, { id: 'en_rowan' }, { id: 'zh_lian', language: 'zh' }],
    });
  });
});

describe('sotto cache', () => {
  const dir = () => join(sotto.root, 'home', 'cache', 'phrases');

  it('tells its folder, what is in it, and cleans it', async () => {
    const path = await sotto.run(['cache', 'path']);
    expect(path.stdout.toString()).toBe(`${dir()}\n`);
    const empty = await sotto.run(['cache']);
    expect([empty.code, empty.stdout.toString()]).toEqual([0, expect.stringMatching(/phrases\s+0 /)]);

    const cache = new PhraseCache({ hotBytes: 0, dir: dir() });
    await cache.get(aKey());
    await cache.put(aKey(), aSegment());
    await cache.put(aKey({ tokens: [5] }), aSegment(2));
    await cache.settled();
    expect(json((await sotto.run(['cache', 'stats', '--json'])).stdout)).toMatchObject({
      entries: 2,
      lookups: { misses: 1, hotHits: 0 },
    });

    const names = await readdir(dir(), { recursive: true, withFileTypes: true });
    const content = names.find((name) => name.isFile() && name.parentPath.includes('content-v'));
    await truncate(join(content?.parentPath ?? '', content?.name ?? ''), 9);
    expect(json((await sotto.run(['cache', 'verify', '--json'])).stdout)).toMatchObject({
      entries: 1,
      dropped: 1,
    });
    expect((await sotto.run(['cache', 'clear'])).stdout.toString()).toMatch(/^removed 1 phrases/);
    expect(json((await sotto.run(['cache', '--json'])).stdout)).toMatchObject({ entries: 0 });
  });

  it('says so when its folder cannot be used', async () => {
    await rm(join(sotto.root, 'home'), { recursive: true, force: true });
    await mkdir(join(sotto.root, 'home', 'cache'), { recursive: true });
    await writeFile(dir(), 'a file where the folder should be');
    const { code, stderr } = await sotto.run(['cache', 'clear']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sotto: the cache in .* cannot be used/);
    await rm(dir());
  });

  it('refuses other actions', async () => {
    expect((await sotto.run(['cache', 'sweep'])).code).toBe(2);
  });
});

describe('sotto doctor', () => {
  it('finds everything whole', async () => {
    await addPlayer(sotto, 'aplay', 'cat > /dev/null');
    const { code, stdout } = await sotto.run(['doctor']);
    expect(stdout.toString()).toMatch(/Everything that speech needs works/);
    for (const words of ['✓ device', 'SHA-256 matches', '✓ cpu', '✓ its loudness', '✓ writing', 'phrases']) {
      expect(stdout.toString()).toContain(words);
    }
    expect(code).toBe(0);
  });

  it('warns where nothing can be played, with the reason', async () => {
    await addPlayer(sotto, 'aplay', 'echo "aplay: main:831: audio open error: No such device" >&2; exit 1');
    const { code, stdout } = await sotto.run(['doctor']);
    expect(stdout.toString()).toMatch(
      /! device\s+there is no sound device that works .*No such device.*files can still be written/,
    );
    expect(stdout.toString()).not.toMatch(/Everything that speech needs works/);
    expect(code).toBe(0);
  });

  it('ends with 1 and names what is broken, having looked at the rest', async () => {
    const graph = join(sotto.root, 'models', 'starter', 'decoder.onnx');
    const whole = await readFile(graph);
    await writeFile(graph, 'DECODER');
    const { code, stdout } = await sotto.run(['doctor', '--json']);
    await writeFile(graph, whole);
    expect(code).toBe(1);
    const report = json(stdout) as {
      sections: { title: string; findings: { state: string; detail: string }[] }[];
    };
    const failures = report.sections.flatMap(({ findings }) =>
      findings.filter(({ state }) => state === 'fail'),
    );
    expect(failures).toHaveLength(1);
    expect(failures[0]?.detail).toContain('decoder.onnx');
    expect(report.sections.map(({ title }) => title)).toContain('Self-test');
  });
});

describe('a broken pipe', () => {
  it('ends a listing quietly', async () => {
    const child = sotto.start(['voices', '--json']);
    let stderr = '';
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    child.stdin.end();
    child.stdout.destroy();
    const [code] = (await once(child, 'exit')) as [number];
    expect(stderr).toBe('');
    expect([0, 141]).toContain(code);
  });
});

describe.runIf(process.platform === 'linux')('a full disk behind standard output', () => {
  it('is said, and the command fails', async () => {
    const full = await open('/dev/full', 'w');
    const cli = join(sotto.root, 'dist', 'engine', 'cli.mjs');
    const child = spawn(process.execPath, [cli, 'voices'], { stdio: ['ignore', full.fd, 'pipe'] });
    let stderr = '';
    child.stderr?.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    const [code] = (await once(child, 'close')) as [number];
    await full.close();
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^sotto: cannot write standard output: the disk is full\n/),
    ]);
  });
});

describe('an incomplete installation', () => {
  it('is said to be one', async () => {
    await rm(join(sotto.root, 'dist', 'engine', 'engine.mjs'));
    const { code, stderr } = await sotto.run(['speak', 'hi', '--out', 'a.wav']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^sotto: this installation is incomplete/)]);
  });
});
