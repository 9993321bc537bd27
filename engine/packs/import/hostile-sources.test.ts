import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPack } from '../load-pack.js';
import { asFolder, kokoroBare, kokoroCommunity } from '../testing/model-folders.js';
import { bytesOf } from '../testing/spoilt-files.js';
import { styleTable, tinySingleModel } from '../testing/tiny-models.js';
import { zipOf, type ZipEntry } from '../testing/zip-writer.js';
import { LIMITS } from './limits.js';
import { useImports } from './testing/use-imports.js';

/** Folders and zips that are broken, or were made to do harm. */

const imports = useImports();

async function zipped(entries: readonly ZipEntry[]): Promise<string> {
  const path = join(imports.folder, 'hostile.zip');
  await writeFile(path, zipOf(entries));
  return path;
}

describe('a hostile or broken source', () => {
  const good = Object.entries(kokoroBare()).map(([name, data]) => ({ name, data }));
  const data = bytesOf('x');

  it.each<[string, ZipEntry, string]>([
    ['a name that climbs out', { name: '../../evil.onnx', data }, 'unsafe-path'],
    ['a name that climbs out in the middle', { name: 'voices/../../evil.bin', data }, 'unsafe-path'],
    ['a name that climbs out by backslashes', { name: String.raw`..\..\evil.bin`, data }, 'unsafe-path'],
    ['an absolute name', { name: '/etc/evil', data }, 'unsafe-path'],
    ['an absolute name of Windows', { name: 'C:/evil', data }, 'unsafe-path'],
    ['a link', { name: 'voices.bin', data: bytesOf('/etc/passwd'), unixMode: 0o120_777 }, 'zip-link'],
    ['an encrypted file', { name: 'secret.bin', data, isEncrypted: true }, 'zip-encrypted'],
    [
      'a bomb',
      { name: 'voices.bin', data: new Uint8Array(2 * LIMITS.zipRatioFromBytes), isDeflated: true },
      'zip-bomb',
    ],
    ['a name twice', { name: 'voices-v1.0.bin', data }, 'zip-duplicate'],
  ])('a zip with %s', async (_, entry, reason) => {
    const error = await imports.refusal(await zipped([...good, entry]));
    expect(error).toMatchObject({ code: 'pack-refused', details: { finding: reason } });
    expect((await readdir(imports.folder)).filter((name) => name.includes('evil'))).toEqual([]);
  });

  it('a zip with a file that unpacks to too much', async () => {
    const large = { name: 'more.bin', data, isDeflated: true, statedBytes: LIMITS.fileBytes + 1 };
    expect(await imports.refusal(await zipped([...good, large]))).toMatchObject({
      details: { finding: 'file-too-large' },
    });
  });

  it('a zip with a file that is larger than it says', async () => {
    const entries = good.map((entry) =>
      entry.name.endsWith('.onnx')
        ? entry
        : { ...entry, isDeflated: true, statedBytes: entry.data.length - 1 },
    );
    expect(await imports.refusal(await zipped(entries))).toMatchObject({
      details: { finding: 'zip-broken' },
    });
  });

  it('a folder with a model larger than models can be, or with too much together', async () => {
    const source = await asFolder(kokoroBare(), imports.folder);
    await truncate(join(source, 'kokoro-v1.0.int8.onnx'), LIMITS.fileBytes + 1);
    expect(await imports.refusal(source)).toMatchObject({ details: { finding: 'file-too-large' } });
    await truncate(join(source, 'kokoro-v1.0.int8.onnx'), LIMITS.totalBytes + 1);
    expect(await imports.refusal(source)).toMatchObject({ details: { finding: 'source-too-large' } });
  });

  it('a zip with a false checksum', async () => {
    const entries = good.map((entry) => ({ ...entry, checksum: 1 }));
    expect(await imports.refusal(await zipped(entries))).toMatchObject({
      details: { finding: 'zip-broken' },
    });
  });

  it.each([10, 2000])('a zip that was cut short by %s bytes', async (missing) => {
    const path = await zipped(good);
    await truncate(path, (await readFile(path)).length - missing);
    expect(await imports.refusal(path)).toMatchObject({ details: { finding: 'zip-broken' } });
  });

  it('a file that is no zip', async () => {
    await writeFile(join(imports.folder, 'model.onnx'), tinySingleModel());
    expect(await imports.refusal(join(imports.folder, 'model.onnx'))).toMatchObject({
      details: { finding: 'zip-broken' },
    });
  });

  it('a link that leaves the folder', async () => {
    await writeFile(join(imports.folder, 'elsewhere.bin'), styleTable(1, 1));
    const source = await asFolder(kokoroCommunity(), imports.folder);
    await symlink(join(imports.folder, 'elsewhere.bin'), join(source, 'voices', 'am_adam.bin'));
    expect(await imports.refusal(source)).toMatchObject({ details: { finding: 'link-outside' } });
  });

  it('a link to the folder itself', async () => {
    const source = await asFolder(kokoroCommunity(), imports.folder);
    await symlink(join(source, 'voices'), join(source, 'more'));
    expect(await imports.refusal(source)).toMatchObject({ details: { finding: 'link-to-folder' } });
  });

  it('takes a link within the folder for the file that it names', async () => {
    const source = await asFolder(kokoroCommunity(), imports.folder);
    await symlink('af_heart.bin', join(source, 'voices', 'am_adam.bin'));
    const { packId } = await imports.importing(source);
    expect((await loadPack(join(imports.packsDir, packId))).manifest.voices.map(({ id }) => id)).toContain(
      'am_adam',
    );
  });

  it('folders that lie too deep within each other', async () => {
    const source = await asFolder(kokoroBare(), imports.folder);
    await mkdir(join(source, ...Array.from({ length: LIMITS.depth + 1 }, () => 'x')), { recursive: true });
    expect(await imports.refusal(source)).toMatchObject({ details: { finding: 'too-deep' } });
  });

  it('a source that is not there', async () => {
    expect(await imports.refusal(join(imports.folder, 'nowhere'))).toMatchObject({ code: 'file-unreadable' });
  });
});
