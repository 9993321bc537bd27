import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadElectron, findElectron, hasDesktop, isFailedStart } from './electron-binary.mjs';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-electron-'));
  await mkdir(join(dir, 'dist'));
});

afterEach(() => rm(dir, { recursive: true }));

const INSTALLER = `
const { writeFileSync } = require('node:fs');
writeFileSync(__dirname + '/path.txt', 'electron');
writeFileSync(__dirname + '/dist/electron', '');
`;

describe("Electron's executable", () => {
  it('is missing where the package has downloaded none', async () => {
    expect(findElectron(dir, {})).toBeUndefined();
    await writeFile(join(dir, 'path.txt'), 'electron');
    expect(findElectron(dir, {})).toBeUndefined();
    expect(findElectron(join(dir, 'no-package'), {})).toBeUndefined();
  });

  it('is where the package says', async () => {
    await writeFile(join(dir, 'path.txt'), 'electron\n');
    await writeFile(join(dir, 'dist', 'electron'), '');
    expect(findElectron(dir, {})).toBe(join(dir, 'dist', 'electron'));
  });

  it('is where the environment says, and nowhere else then', async () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(dir, 'other') };
    await writeFile(join(dir, 'path.txt'), 'electron');
    await writeFile(join(dir, 'dist', 'electron'), '');
    expect(findElectron(dir, env)).toBeUndefined();
    await mkdir(join(dir, 'other'));
    await writeFile(join(dir, 'other', 'electron'), '');
    expect(findElectron(dir, env)).toBe(join(dir, 'other', 'electron'));
  });
});

describe('a desktop', () => {
  it('is told by its display on Linux, and is always there elsewhere', () => {
    expect(hasDesktop('linux', {})).toBe(false);
    expect(hasDesktop('linux', { DISPLAY: ':0' })).toBe(true);
    expect(hasDesktop('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
    expect(hasDesktop('darwin', {})).toBe(true);
    expect(hasDesktop('win32', {})).toBe(true);
  });
});

describe('a start that failed', () => {
  it.each<[string, number | null, NodeJS.Signals | null, number, boolean]>([
    ['without a library', 127, null, 200, true],
    ['without a sandbox', null, 'SIGTRAP', 300, true],
    ['is not one that the person ended', null, 'SIGINT', 300, false],
    ['is not one that the app refused', 1, null, 300, false],
    ['is not one that was quit', 0, null, 300, false],
    ['is not a crash after a while of work', null, 'SIGSEGV', 60_000, false],
  ])('%s', (_, code, signal, ranMs, expected) => {
    expect(isFailedStart(code, signal, ranMs)).toBe(expected);
  });
});

describe('getting it', () => {
  it('is left when nothing can be reached', async () => {
    await writeFile(join(dir, 'install.js'), INSTALLER);
    let hasBegun = false;
    const env = { ELECTRON_MIRROR: 'http://127.0.0.1:1/' };
    expect(await downloadElectron(() => (hasBegun = true), dir, env)).toBeUndefined();
    expect(hasBegun).toBe(false);
  });

  it("is the package's own affair", async () => {
    await writeFile(join(dir, 'install.js'), INSTALLER);
    const mirror = createServer((_, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => mirror.listen(0, '127.0.0.1', resolve));
    const env = { ELECTRON_MIRROR: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/` };
    let hasBegun = false;
    expect(await downloadElectron(() => (hasBegun = true), dir, env)).toBe(join(dir, 'dist', 'electron'));
    expect(hasBegun).toBe(true);
    mirror.close();
  });

  it('that fails leaves nothing', async () => {
    await writeFile(join(dir, 'install.js'), 'process.exit(1)');
    expect(await downloadElectron(() => undefined, dir, { HTTPS_PROXY: 'http://proxy' })).toBeUndefined();
  });
});
