import { access, mkdir, mkdtemp, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listInstalled, removeInstalled } from './installed.js';
import { activate, cleanLeftovers } from './pack-folders.js';
import { writeTinyPack } from './testing/tiny-packs.js';

let packsDir = '';
beforeEach(async () => {
  packsDir = await mkdtemp(join(tmpdir(), 'sotto-packs-'));
});
afterEach(() => rm(packsDir, { recursive: true }));

const DEAD_PID = 2 ** 22 + 1;

describe('listInstalled', () => {
  it('lists packs with what they take on the disk', async () => {
    await writeTinyPack(join(packsDir, 'one'), { family: 'single', id: 'one' });
    await writeTinyPack(join(packsDir, 'two'), { family: 'staged', id: 'two' });
    const [one, two] = await listInstalled(packsDir);
    expect(one).toMatchObject({ id: 'one', manifest: { family: 'single' }, problem: undefined });
    expect(two).toMatchObject({ id: 'two', manifest: { family: 'staged' }, problem: undefined });
    expect(two?.diskBytes).toBeGreaterThan(10_000);
  });

  it('is empty where nothing was installed yet', async () => {
    expect(await listInstalled(join(packsDir, 'nowhere'))).toEqual([]);
  });

  it('says what is wrong with a pack and lists the others', async () => {
    await writeTinyPack(join(packsDir, 'cut'), { family: 'single', id: 'cut' });
    await truncate(join(packsDir, 'cut', 'model.onnx'), 10);
    await writeTinyPack(join(packsDir, 'gone'), { family: 'single', id: 'gone' });
    await rm(join(packsDir, 'gone', 'styles.bin'));
    await writeTinyPack(join(packsDir, 'moved'), { family: 'single', id: 'here' });
    await mkdir(join(packsDir, 'nothing'));
    await mkdir(join(packsDir, 'nonsense'));
    await writeFile(join(packsDir, 'nonsense', 'pack.json'), '{');
    await writeFile(join(packsDir, 'a file'), '');
    const problems = (await listInstalled(packsDir)).map(({ id, problem }) => [id, problem?.code]);
    expect(problems).toEqual([
      ['cut', 'pack-corrupt'],
      ['gone', 'pack-corrupt'],
      ['moved', 'pack-invalid'],
      ['nonsense', 'pack-invalid'],
      ['nothing', 'pack-invalid'],
    ]);
  });
});

describe.skipIf(process.platform === 'win32')('listInstalled, with links', () => {
  it('passes over one that leads nowhere, and says what it leaves missing', async () => {
    await writeTinyPack(join(packsDir, 'one'), { family: 'single', id: 'one' });
    await rm(join(packsDir, 'one', 'styles.bin'));
    await symlink(join(packsDir, 'nowhere'), join(packsDir, 'one', 'styles.bin'));
    await symlink(join(packsDir, 'nowhere'), join(packsDir, 'two'));
    const packs = await listInstalled(packsDir);
    expect(packs.map(({ id, problem }) => [id, problem?.code])).toEqual([['one', 'pack-corrupt']]);
  });
});

describe('removeInstalled', () => {
  it('leaves nothing behind', async () => {
    await writeTinyPack(join(packsDir, 'one'), { family: 'single', id: 'one' });
    await removeInstalled(packsDir, 'one');
    expect(await readdir(packsDir)).toEqual([]);
  });

  it.each(['two', '..', '.', '', '.import-1-00000000'])('knows no pack "%s"', async (packId) => {
    await mkdir(join(packsDir, '.import-1-00000000'));
    await expect(removeInstalled(packsDir, packId)).rejects.toMatchObject({ code: 'unknown-pack' });
    await access(packsDir);
  });
});

it('a pack stays where the one that is to replace it cannot be moved', async () => {
  await writeTinyPack(join(packsDir, 'one'), { family: 'single', id: 'one' });
  await expect(activate(join(packsDir, '.import-gone'), packsDir, 'one')).rejects.toThrow('ENOENT');
  expect(await listInstalled(packsDir)).toMatchObject([{ id: 'one', problem: undefined }]);
  expect(await readdir(packsDir)).toEqual(['one']);
});

describe('cleanLeftovers', () => {
  it('removes what killed processes left, and nothing else', async () => {
    const names = [
      `.import-${DEAD_PID}-0123abcd`,
      `.removed-${DEAD_PID}-0123abcd`,
      `.import-${process.pid}-0123abcd`,
      '.import-of-mine',
      'a-pack',
    ];
    for (const name of names) await mkdir(join(packsDir, name));
    await cleanLeftovers(packsDir);
    expect((await readdir(packsDir)).toSorted()).toEqual(names.slice(2).toSorted());
  });

  it('puts back a pack that was to be replaced when the process was killed', async () => {
    const aside = `.replaced-${DEAD_PID}-0123abcd-my-pack`;
    await mkdir(join(packsDir, aside));
    await cleanLeftovers(packsDir);
    expect(await readdir(packsDir)).toEqual(['my-pack']);
    await mkdir(join(packsDir, aside));
    await cleanLeftovers(packsDir);
    expect(await readdir(packsDir)).toEqual(['my-pack']);
  });

  it('has nothing to do where there is no folder', async () => {
    await cleanLeftovers(join(packsDir, 'nowhere'));
  });
});
