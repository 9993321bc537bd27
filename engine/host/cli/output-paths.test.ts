import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkOutputPaths } from './output-paths.js';

it.each([
  [{ out: 'w.wav', timings: './w.wav' }, /--out and --timings name the same file/],
  [{ file: 'w.txt', out: 'x/../w.txt' }, /--file and --out name the same file/],
  [{ out: 'o.ogg' }, /--out cannot write \.ogg files/],
  [{ out: 'o.M4A' }, /--out cannot write \.m4a files/],
])('refuses %o', async (flags, words) => {
  await expect(checkOutputPaths(flags)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(words) as string,
  });
});

it('lets different files, devices and standard output pass', async () => {
  await checkOutputPaths({ out: 'w.wav', timings: 'w.json' });
  await checkOutputPaths({ out: '/dev/null', timings: '/dev/null' });
  await checkOutputPaths({ file: '-', out: '-' });
});

it.runIf(process.platform !== 'win32')('sees through links', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'sotto-paths-'));
  await writeFile(join(dir, 'a.wav'), '');
  await symlink('a.wav', join(dir, 'b.wav'));
  await expect(checkOutputPaths({ out: join(dir, 'a.wav'), timings: join(dir, 'b.wav') })).rejects.toThrow(
    /the same file/,
  );
  await rm(dir, { recursive: true });
});
