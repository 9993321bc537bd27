import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAppRequest, serveAppProtocol } from './app-protocol.js';
import { asElectron, createFakeElectron } from './testing/fake-electron.js';

let folder: string;
let renderer: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-protocol-'));
  renderer = join(folder, 'renderer');
  await mkdir(join(renderer, 'assets'), { recursive: true });
  await writeFile(join(renderer, 'index.html'), '<p>window</p>');
  await writeFile(join(renderer, 'assets', 'a b.js'), 'export {}');
  await writeFile(join(folder, 'secret.html'), 'secret');
  await symlink(join(folder, 'secret.html'), join(renderer, 'link.html'));
});
afterAll(() => rm(folder, { recursive: true }));

const get = (url: string, method = 'GET'): Promise<Response> => answerAppRequest({ url, method }, renderer);

describe('app://sotto', () => {
  it('serves the built interface with its types and the security headers', async () => {
    const page = await get('app://sotto/');
    expect(await page.text()).toBe('<p>window</p>');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const script = await get('app://sotto/assets/a%20b.js?v=1#x');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    'app://sotto/../secret.html',
    'app://sotto/%2e%2e/secret.html',
    'app://sotto/..%2fsecret.html',
    'app://sotto/assets/..%5c..%5csecret.html',
    'app://sotto/link.html',
    'app://sotto/index.html%00.js',
    'app://sotto/%E0%A4%A',
    'app://sotto/assets',
    'app://sotto/missing.html',
    'app://sotto.evil/index.html',
    'app://evil@sotto/index.html',
    'https://sotto/index.html',
    'nonsense',
  ])('has nothing at %s', async (url) => {
    const answer = await get(url);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toBe('');
  });

  it('takes nothing but GET', async () => {
    expect((await get('app://sotto/index.html', 'POST')).status).toBe(405);
  });

  it('is what Electron asks', async () => {
    const fake = createFakeElectron();
    serveAppProtocol(asElectron(fake), renderer);
    const answer = await fake.seen.served.get('app')?.({ url: 'app://sotto/index.html', method: 'GET' });
    expect(answer?.status).toBe(200);
  });
});
