import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addPlayer, fakeInstallation, finished, type FakeInstallation } from './testing/fake-installation.js';

const WORD_BYTES = 4800;

let sotto: FakeInstallation;

beforeAll(async () => {
  sotto = await fakeInstallation();
});

afterEach(async () => {
  for (const name of await readdir(sotto.work))
    await rm(join(sotto.work, name), { recursive: true, force: true });
});

afterAll(() => sotto.remove());

const filesLeft = () => readdir(sotto.work);
const inWork = (name: string) => join(sotto.work, name);

/** One line `sotto: …` first, no stack anywhere. */
function expectClear(stderr: string): void {
  expect(stderr).toMatch(/^sotto: .+\n/);
  expect(stderr).not.toMatch(/\n\s+at .+:\d+:\d+/);
}

describe('sotto speak to a file', () => {
  it('writes a whole WAV file and says nothing', async () => {
    const { code, stdout, stderr } = await sotto.run(['speak', 'Hello there.', '--out', 'a.wav']);
    expect([code, stdout.toString(), stderr]).toEqual([0, '', '']);
    const bytes = await readFile(inWork('a.wav'));
    expect(bytes.length).toBe(44 + 2 * WORD_BYTES);
    expect(bytes.readUInt32LE(40)).toBe(2 * WORD_BYTES);
    expect(await filesLeft()).toEqual(['a.wav']);
  });

  it('joins words that were not quoted, and reads a file', async () => {
    await sotto.run(['speak', 'one', 'two', 'three', '-o', 'a.wav']);
    expect((await readFile(inWork('a.wav'))).length).toBe(44 + 3 * WORD_BYTES);
    await writeFile(inWork('text.txt'), '\ufeffone two.\r\nthree four');
    await sotto.run(['speak', '--file', 'text.txt', '-o', 'b.wav']);
    expect((await readFile(inWork('b.wav'))).length).toBe(44 + 4 * WORD_BYTES);
  });

  it('reads what a page and subtitles say, not their marks', async () => {
    await writeFile(inWork('page.html'), '<!doctype html><title>T</title><p>one two</p><p>three</p>');
    await sotto.run(['speak', '--file', 'page.html', '-o', 'a.wav']);
    expect((await readFile(inWork('a.wav'))).length).toBe(44 + 3 * WORD_BYTES);
    await writeFile(inWork('film.srt'), '1\n00:00:01,000 --> 00:00:02,000\none two\n');
    await sotto.run(['speak', '--file', 'film.srt', '-o', 'b.wav']);
    expect((await readFile(inWork('b.wav'))).length).toBe(44 + 2 * WORD_BYTES);
  });

  it('gives times and spans with offsets into the text, and a summary', async () => {
    const text = 'Hello there. 🙂! Bye.';
    const { code, stdout } = await sotto.run(['speak', text, '-o', 'a.wav', '--timings', 't.json', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      file: 'a.wav',
      sampleCount: 7200,
      durationMs: 300,
      words: 3,
      coverage: { totalChars: text.length, ratio: 1, skippedChars: { emoji: 4 } },
      rtf: expect.any(Number) as number,
    });
    const timings = JSON.parse(await readFile(inWork('t.json'), 'utf8')) as {
      segments: { words: { text: string; startMs: number; source: { start: number; end: number } }[] }[];
    };
    const words = timings.segments.flatMap((segment) => segment.words);
    expect(words.map((word) => text.slice(word.source.start, word.source.end))).toEqual([
      'Hello',
      'there',
      'Bye',
    ]);
    expect(words.map((word) => word.startMs)).toEqual([0, 100, 200]);
  });

  it('refuses to write the times over the audio', async () => {
    const { code, stderr } = await sotto.run(['speak', 'hi', '--out', 'w.wav', '--timings', './w.wav']);
    expect(code).toBe(2);
    expectClear(stderr);
    expect(await filesLeft()).toEqual([]);
  });

  it('streams to a pipe', async () => {
    const { stdout } = await sotto.run(['speak', 'one two', '--out', '-']);
    expect(stdout.length).toBe(44 + 2 * WORD_BYTES);
    expect(stdout.readUInt32LE(40)).toBe(0xffffffff);
  });
});

describe('sotto speak from standard input', () => {
  it('has spoken the first line before the second one is given', async () => {
    const child = sotto.start(['speak', '-', '--out', '-', '--format', 's16']);
    child.stdin.write('first line\n');
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    let byteCount = 0;
    const takeUntil = async (isEnough: () => boolean) => {
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        byteCount += next.value.length;
        if (isEnough()) break;
      }
    };
    await takeUntil(() => byteCount >= 2 * WORD_BYTES);
    expect(byteCount).toBe(2 * WORD_BYTES);
    child.stdin.end('second line here');
    await takeUntil(() => false);
    expect(byteCount).toBe(5 * WORD_BYTES);
  });

  it('keeps offsets over lines, empty ones included', async () => {
    const input = 'one\n\n  \ntwo\r\nthree';
    const { code, stdout } = await sotto.run(['speak', '--out', 'a.wav', '--timings', '-'], { input });
    expect(code).toBe(0);
    const timings = JSON.parse(stdout.toString()) as {
      coverage: object;
      segments: { words: { startMs: number; source: { start: number; end: number } }[] }[];
    };
    const words = timings.segments.flatMap((segment) => segment.words);
    expect(words.map((word) => input.slice(word.source.start, word.source.end))).toEqual([
      'one',
      'two',
      'three',
    ]);
    expect(words.map((word) => word.startMs)).toEqual([0, 100, 200]);
    expect(timings.coverage).toMatchObject({ totalChars: input.length, ratio: 1 });
  });
});

describe('sotto speak aloud', () => {
  it('plays through the player that is there, and reports it', async () => {
    await addPlayer(sotto, 'aplay', `cat > '${inWork('heard')}'`);
    const { code, stdout } = await sotto.run(['speak', 'one two three', '--json']);
    expect(code).toBe(0);
    expect((await readFile(inWork('heard'))).length).toBe(3 * WORD_BYTES);
    expect(JSON.parse(stdout.toString())).toMatchObject({ player: 'aplay', durationMs: 300 });
  });

  it('says so where no device works, with the reason of the player', async () => {
    await addPlayer(
      sotto,
      'aplay',
      `echo "ALSA lib confmisc.c:855:(parse_card) cannot find card '0'" >&2; exit 1`,
    );
    const { code, stderr } = await sotto.run(['speak', 'one two three']);
    expect(code).toBe(1);
    expectClear(stderr);
    expect(stderr).toContain("cannot find card '0'");
    expect(stderr).toContain('--out');
  });

  it('says so where there is no player', async () => {
    await rm(join(sotto.root, 'players', 'aplay'), { force: true });
    const { code, stderr } = await sotto.run(['speak', 'one two three']);
    expect(code).toBe(1);
    expect(stderr).toContain('no program here that plays sound');
  });
});

describe('what is wrong with the input', () => {
  it.each([
    ['emoji only', ['🙂!'], /nothing to say/],
    ['an unknown voice', ['hi', '--voice', 'rovan'], /no voice "rovan"; did you mean en_rowan\?/],
    ['a missing file', ['--file', 'missing.txt'], /cannot read missing.txt: there is no such file/],
    ['an unknown option', ['hi', '--loud'], /unknown option '--loud'/],
  ])('%s', async (_name, args, words) => {
    const { code, stdout, stderr } = await sotto.run(['speak', ...args, '--out', 'a.wav']);
    expect([code, stdout.length]).toEqual([2, 0]);
    expectClear(stderr);
    expect(stderr).toMatch(words);
    expect(await filesLeft()).toEqual([]);
  });

  it('bytes that are no text, from a pipe and, as JSON, from a file', async () => {
    const input = Buffer.from('a line\nsome\0bytes');
    const fromPipe = await sotto.run(['speak', '-', '--out', 'a.wav'], { input });
    expect([fromPipe.code, await filesLeft()]).toEqual([2, []]);
    expect(fromPipe.stderr).toMatch(/^sotto: standard input is not text/);
    await writeFile(inWork('binary'), input);
    const fromFile = await sotto.run(['speak', '--file', 'binary', '--out', 'a.wav', '--json']);
    expect(JSON.parse(fromFile.stderr)).toMatchObject({ error: { code: 'binary-input' } });
    expect([fromFile.code, await filesLeft()]).toEqual([2, ['binary']]);
  });
});

describe('what goes wrong on the way', () => {
  it.each([
    ['a directory', 'folder', /it is a directory/],
    ['a full disk', '/dev/full', /the disk is full/],
  ])('%s as the output', async (_name, out, words) => {
    await mkdir(inWork('folder'));
    const { code, stderr } = await sotto.run(['speak', 'hi', '--out', out]);
    expect(code).toBe(1);
    expectClear(stderr);
    expect(stderr).toMatch(words);
    expect(await filesLeft()).toEqual(['folder']);
  });

  it('leaves no audio behind when the timings cannot be written', async () => {
    const { code } = await sotto.run(['speak', 'hi', '--out', 'a.wav', '--timings', 'missing/t.json']);
    expect([code, await filesLeft()]).toEqual([1, []]);
  });

  it.each([
    ['an engine that always dies', 'CRASH', /stopped 4 times in a row/],
    ['a sample that is no number', 'one NAN', /not a number/],
  ])('%s', async (_name, text, words) => {
    const { code, stderr } = await sotto.run(['speak', text, '--out', 'a.wav']);
    expect([code, await filesLeft()]).toEqual([1, []]);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends quietly when the reader of the audio goes away', async () => {
    const child = sotto.start(['speak', 'word '.repeat(2000), '--out', '-']);
    child.stdin.end();
    await once(child.stdout, 'data');
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, stderr]).toEqual([141, '']);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s in the middle leaves nothing behind', async (signal, expected) => {
    await writeFile(inWork('a.wav'), 'what was there before');
    const child = sotto.start(['speak', 'one two HANG', '--out', 'a.wav', '--timings', 't.json']);
    const ending = finished(child);
    await temporaryFile();
    child.kill(signal);
    const { code, stderr } = await ending;
    expect(code).toBe(expected);
    expectClear(stderr);
    expect(await filesLeft()).toEqual(['a.wav']);
    expect(await readFile(inWork('a.wav'), 'utf8')).toBe('what was there before');
  });

  it('Ctrl-C ends a wait for the next line', async () => {
    const child = sotto.start(['speak', '-', '--out', 'a.wav']);
    const ending = finished(child);
    child.stdin.write('one\n');
    await temporaryFile();
    child.kill('SIGINT');
    expect((await ending).code).toBe(130);
    expect(await filesLeft()).toEqual([]);
  });

  it('Ctrl-C ends a write to a pipe that nobody reads', async () => {
    const child = sotto.start(['speak', 'word '.repeat(5000), '--out', '-']);
    child.stdin.end();
    await once(child.stdout, 'readable');
    child.kill('SIGINT');
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(code ?? signal).toSatisfy((end: unknown) => end === 130 || end === 'SIGINT');
  });

  /** Resolves when the command has begun to write. */
  async function temporaryFile(): Promise<void> {
    while (!(await filesLeft()).some((name) => name.endsWith('.tmp'))) await new Promise(setImmediate);
  }
});

describe('sotto', () => {
  it('has a version and help, and refuses what it does not know', async () => {
    const version = await sotto.run(['--version']);
    expect([version.code, version.stdout.toString()]).toEqual([0, '9.9.9\n']);
    const help = await sotto.run(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout.toString()).toMatch(/speak.*\n.*voices/s);
    const unknown = await sotto.run(['sing']);
    expect(unknown.code).toBe(2);
    expectClear(unknown.stderr);
    expect((await sotto.run([])).code).toBe(2);
  });
});
