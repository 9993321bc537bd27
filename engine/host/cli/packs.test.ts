import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogueEntry } from '../../packs/catalogue/catalogue.js';
import { startHostileServer, type HostileServer } from '../../packs/download/testing/hostile-server.js';
import { asFolder, kittenRelease, kokoroCommunity } from '../../packs/testing/model-folders.js';
import { fakeInstallation, finished, type FakeInstallation } from './testing/fake-installation.js';

let sotto: FakeInstallation;
let server: HostileServer;

beforeAll(async () => {
  sotto = await fakeInstallation();
  server = await startHostileServer();
});

afterAll(async () => {
  await server.close();
  await sotto.remove();
});

const json = (stdout: Buffer) => JSON.parse(stdout.toString()) as Record<string, unknown>;
const packsDir = () => join(sotto.root, 'home', 'data', 'packs');
const stagingDir = () => join(sotto.root, 'home', 'cache', 'command-line-downloads');

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

describe('sotto packs', () => {
  it('lists what is installed, what there is, and what is known of one', async () => {
    const list = await sotto.run(['packs']);
    expect([list.code, list.stderr]).toEqual([0, '']);
    expect(list.stdout.toString()).toMatch(/^PACK\s+NAME.*\nfake \*\s+Fake\s+English, Mandarin\s+3 .*none\n/);
    expect(json((await sotto.run(['packs', 'list', '--json'])).stdout)).toMatchObject({
      packs: [{ id: 'fake', isBuiltIn: true, voices: ['en_ivy', 'en_rowan', 'zh_lian'] }],
    });
    const catalogue = await sotto.run(['packs', 'catalogue']);
    expect(catalogue.stdout.toString()).toMatch(
      /\nkokoro-82m-v1\.0\s+English, Mandarin\s+36\s+fp32 344\.3 MB, fp16 .*Apache-2\.0\n/,
    );
    expect(json((await sotto.run(['packs', 'catalogue', '--json'])).stdout)).toMatchObject({
      packs: [{ id: 'kokoro-82m-v1.0', licence: { spdx: 'Apache-2.0' } }, {}, {}, {}, {}, {}, {}],
    });
    const info = await sotto.run(['packs', 'info', 'kitten-nano-0.1']);
    expect(info.stdout.toString()).toMatch(/licence\s+Apache License 2\.0, https:.*\n/);
    expect(info.stdout.toString()).toContain('of unknown size in 3 files, 3 without a published checksum');
    expect((await sotto.run(['packs', 'info', 'fake'])).stdout.toString()).toMatch(/voices\s+3: en_ivy/);
  });

  it('says what is near when it does not know a name', async () => {
    const { code, stderr } = await sotto.run(['packs', 'info', 'kokoro-82m-v1.1']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sotto: there is no pack "kokoro-82m-v1\.1"; did you mean kokoro-82m-v1\.0/);
    const command = await sotto.run(['packs', 'downlod', 'kokoro-82m-v1.0']);
    expect(command.code).toBe(2);
    expect(command.stderr).toMatch(
      /^sotto: there is no command "sotto packs downlod"; did you mean download\?\n {2}next: choose one of: list, catalogue, info, download, import, remove;/,
    );
    expect((await sotto.run(['packs', 'download', 'kitten-mini-0.8', '--precision', 'fp64'])).code).toBe(2);
  });
});

describe('sotto packs import and remove', () => {
  it('install a folder, replace it when asked to, and take it away', async () => {
    const folder = await asFolder(kokoroCommunity(), sotto.work);
    const first = await sotto.run(['packs', 'import', folder]);
    expect(first.stderr).toMatch(/^✓ Kokoro 82M v1\.0\n/);
    expect(first.stderr).toMatch(/\n· 1 voices of "ja" are left out/);
    expect(first.stdout.toString()).toBe(
      'installed kokoro-82m-v1.0 with 3 voices: kokoro-82m-v1.0/af_heart kokoro-82m-v1.0/bm_george kokoro-82m-v1.0/zf_xiaoxiao\n',
    );
    expect(first.code).toBe(0);

    const again = await sotto.run(['packs', 'import', folder, '--json']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('"code":"pack-installed"');
    const replaced = await sotto.run(['packs', 'import', folder, '--replace', '--json']);
    expect(json(replaced.stdout)).toMatchObject({
      packId: 'kokoro-82m-v1.0',
      report: expect.any(Array) as unknown,
    });

    const info = await sotto.run(['packs', 'info', 'kokoro-82m-v1.0', '--json']);
    expect(json(info.stdout)).toMatchObject({
      isInstalled: true,
      family: 'single',
      voices: ['af_heart', 'bm_george', 'zf_xiaoxiao'],
    });
    expect(await readdir(packsDir())).toEqual(['kokoro-82m-v1.0']);
    expect((await sotto.run(['packs', 'remove', 'kokoro-82m-v1.0'])).stdout.toString()).toMatch(
      /^removed kokoro-82m-v1\.0 \(/,
    );
    expect(await readdir(packsDir())).toEqual([]);
    expect((await sotto.run(['packs', 'remove', 'kokoro-82m-v1.0'])).code).toBe(2);
    const builtIn = await sotto.run(['packs', 'remove', 'fake']);
    expect([builtIn.code, builtIn.stderr]).toEqual([1, expect.stringMatching(/came with Sotto stay/)]);
  });

  it('refuse what is no model, with what to do', async () => {
    const folder = join(sotto.work, 'nothing');
    await mkdir(folder);
    await writeFile(join(folder, 'readme.txt'), 'hello');
    const { code, stderr } = await sotto.run(['packs', 'import', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/next: name a Sotto pack/);
    expect(await readdir(packsDir())).toEqual([]);
  });
});

describe('sotto packs download', () => {
  const entry = catalogueEntry('kitten-nano-0.1');
  const pathOf = (path: string): string => new URL(`${entry.base}${path}`).pathname;
  const download = ['packs', 'download', entry.id];
  const model = pathOf('kitten_tts_nano_v0_1.onnx');

  it('shows the licence, goes on where it was interrupted, and installs', async () => {
    for (const [path, content] of Object.entries(kittenRelease('0.1')))
      server.put(pathOf(path), Buffer.from(content));
    server.script(model, { kind: 'stall', afterBytes: 1000 });
    const stalled = new Promise<void>((resolve) => server.onStall(resolve));
    const child = sotto.start([...download, '--mirror', server.origin]);
    const interrupted = finished(child);
    await stalled;
    const part = join(stagingDir(), 'kitten-nano-0.1.int8.part', 'kitten_tts_nano_v0_1.onnx.part');
    await expect.poll(() => sizeOf(part)).toBe(1000);
    child.kill('SIGINT');
    const { code, stderr } = await interrupted;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /^KittenTTS nano 0\.1, int8: of unknown size from KittenML \(https:.*\)\nLicence: Apache License 2\.0, https:/,
    );
    expect(stderr).toContain('No checksum is published for 3 of its files');
    expect(stderr).toContain('the same command goes on from there');

    // Set in the window, and in the environment.
    const settings = join(sotto.root, 'home', 'data', 'settings.json');
    await writeFile(settings, JSON.stringify({ downloadMirrorUrl: server.origin }));
    const second = await sotto.run([...download, '--json'], { env: { HTTPS_PROXY: server.origin } });
    expect(second.code).toBe(0);
    expect(json(second.stdout)).toMatchObject({ packId: 'kitten-nano-0.1' });
    expect(server.requests.filter(({ path }) => path === model).map(({ range }) => range)).toEqual([
      undefined,
      'bytes=1000-',
    ]);
    expect(server.tunnels).not.toEqual([]);
    expect(await readdir(stagingDir())).toEqual([]);
    expect(await readdir(packsDir())).toEqual(['kitten-nano-0.1']);
  });

  it('leaves nothing of what cannot be imported, and what was installed as it was', async () => {
    server.put(model, Buffer.alloc(300_000, 'not a model'));
    const { code, stderr } = await sotto.run([...download, '--mirror', server.origin]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^sotto: kitten_tts_nano_v0_1\.onnx/m);
    expect(await readdir(stagingDir())).toEqual([]);
    expect(await readdir(packsDir())).toEqual(['kitten-nano-0.1']);
  });

  it('fails with a code where the source has nothing', async () => {
    server.script(model, { kind: 'status', status: 404 });
    const { code, stderr } = await sotto.run([...download, '--mirror', server.origin, '--json']);
    expect(code).toBe(1);
    expect(stderr).toContain('"code":"download-failed"');
  });
});
