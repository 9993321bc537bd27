import { chmod, lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAtomicFile, replaceFile } from './atomic-file.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-files-'));
});
afterEach(() => rm(dir, { recursive: true }));

const DEAD_PID = 2 ** 22 + 1;
const isPosix = process.platform !== 'win32';

describe('openAtomicFile', () => {
  it('shows nothing under the name before it is whole', async () => {
    const path = join(dir, 'speech.wav');
    await writeFile(path, 'old');
    const file = await openAtomicFile(path, undefined);
    await file.write(Buffer.from('??new'));
    await file.patchStart(Buffer.from('al'));
    expect(await readFile(path, 'utf8')).toBe('old');
    await file.commit();
    expect(await readFile(path, 'utf8')).toBe('alnew');
    expect(await readdir(dir)).toEqual(['speech.wav']);
  });

  it('leaves what was there when it is discarded, however often', async () => {
    const path = join(dir, 'speech.wav');
    await writeFile(path, 'old');
    const file = await openAtomicFile(path, undefined);
    await file.write(Buffer.from('new'));
    await file.discard();
    await file.discard();
    expect([await readFile(path, 'utf8'), await readdir(dir)]).toEqual(['old', ['speech.wav']]);
  });

  it('clears away what a killed writer left, and nothing of one that runs', async () => {
    const kept = `.speech.wav.sotto-${process.pid}-00000000.tmp`;
    await writeFile(join(dir, `.speech.wav.sotto-${DEAD_PID}-00000000.tmp`), '');
    await writeFile(join(dir, kept), '');
    await (await openAtomicFile(join(dir, 'speech.wav'), undefined)).commit();
    expect((await readdir(dir)).toSorted()).toEqual([kept, 'speech.wav']);
  });

  it('says why it cannot be written, and what to do', async () => {
    await expect(openAtomicFile(join(dir, 'nowhere', 'speech.wav'), undefined)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('no such directory') as string,
      kept: expect.any(String) as string,
      next: expect.any(String) as string,
    });
  });
});

describe.runIf(isPosix)('replaceFile', () => {
  it('gives the file its permissions, whatever the old one had', async () => {
    const path = join(dir, 'record.json');
    await writeFile(path, 'old');
    await chmod(path, 0o644);
    await replaceFile(path, Buffer.from('new'), 0o600);
    expect([await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual(['new', 0o600]);
  });

  it('follows a link and leaves it a link', async () => {
    const [path, link] = [join(dir, 'record.json'), join(dir, 'link.json')];
    await writeFile(path, 'old');
    await symlink(path, link);
    await replaceFile(link, Buffer.from('new'), 0o600);
    expect([await readFile(path, 'utf8'), (await lstat(link)).isSymbolicLink()]).toEqual(['new', true]);
  });
});
