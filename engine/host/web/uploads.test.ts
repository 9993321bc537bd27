import { access, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createReceivedFiles } from '../../services/received-files.js';
import { createManualClock } from '../../shared/clock.js';
import { openUploads } from './uploads.js';

const whetherThere = (path: string): Promise<'there' | 'gone'> =>
  access(path).then(
    () => 'there',
    () => 'gone',
  );

it('an upload is deleted after its use, or after an hour; the rest when the host ends', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'sotto-test-'));
  const dir = join(parent, 'uploads');
  await mkdir(dir);
  await writeFile(join(dir, 'left behind'), '');
  const clock = createManualClock();
  const receivedFiles = createReceivedFiles();
  const uploads = await openUploads({ dir, maxFileBytes: 100, receivedFiles, clock });
  expect(await readdir(dir)).toEqual([]);
  const send = async (fileName: string): Promise<string> => {
    const { fileId } = await uploads.receive({ fileName, announcedBytes: undefined, body: null });
    return receivedFiles.find(fileId)?.path ?? '';
  };
  const { fileId } = await uploads.receive({ fileName: 'a.zip', announcedBytes: undefined, body: null });
  const used = receivedFiles.use(fileId);
  await clock.advance(61 * 60_000);
  expect(await readdir(dir)).toHaveLength(1);
  used?.release?.();
  await expect.poll(() => readdir(dir)).toEqual([]);
  const first = await send('first.txt');
  await clock.advance(30 * 60_000);
  const second = await send('second.txt');
  await clock.advance(31 * 60_000);
  await expect.poll(() => whetherThere(first)).toBe('gone');
  await access(second);
  await uploads.close();
  expect(await readdir(parent)).toEqual([]);
  await rm(parent, { recursive: true });
});
