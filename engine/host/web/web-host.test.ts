import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createDownloads } from '../../services/downloads.js';
import { createReceivedFiles } from '../../services/received-files.js';
import { appContract } from '../../shared/app-contract.js';
import { systemClock } from '../../shared/clock.js';
import { encodePlayerFrame } from '../../shared/player-frames.js';
import { handlerDoubles } from '../../shared/testing/handler-doubles.js';
import type { Port } from '../../shared/transport.js';
import { startWebHost, type WebHost } from './web-host.js';

const MAX_MESSAGE_BYTES = 4096;
const MAX_FILE_BYTES = 100_000;
const PAGE = '<!doctype html><html><head><title>Sotto</title></head><body></body></html>';

let folder: string;
let host: WebHost;
let cookie: string;
let players: Port[] = [];
let draft = 'as it was';
const downloads = createDownloads();
const receivedFiles = createReceivedFiles();
const openSockets: WebSocket[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-web-'));
  const rendererDir = join(folder, 'renderer');
  await mkdir(join(rendererDir, 'assets'), { recursive: true });
  await writeFile(join(rendererDir, 'index.html'), PAGE);
  await writeFile(join(rendererDir, 'assets', 'app.js'), 'export {};');
  await writeFile(join(rendererDir, 'notes.txt'), 'of no type that a page has');
  await writeFile(join(folder, 'secret.js'), 'secret');
  await symlink(join(folder, 'secret.js'), join(rendererDir, 'link.js'));
  host = await startWebHost({
    app: {
      handlers: handlerDoubles(appContract, {
        draftGet: () => ({ text: draft }),
        draftSet({ text }) {
          draft = text;
          return {};
        },
      }),
      attachPlayer: (port) => void players.push(port),
      downloads,
      receivedFiles,
    },
    rendererDir,
    port: 0,
    clock: systemClock,
    uploadsDir: join(folder, 'uploads'),
    limits: { maxMessageBytes: MAX_MESSAGE_BYTES, maxFileBytes: MAX_FILE_BYTES },
  });
  const entrance = await ask(host.url.slice(host.url.indexOf('/?')), { cookie: undefined });
  cookie = String(entrance.headers['set-cookie']?.[0]).split(';')[0] ?? '';
});

afterEach(() => {
  for (const socket of openSockets.splice(0)) socket.terminate();
  players = [];
});

afterAll(async () => {
  await host.close();
  await downloads.dispose();
  await rm(folder, { recursive: true });
});

interface Question {
  readonly method?: string;
  readonly cookie?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly code: unknown;
}

/** A request as it is written here: `fetch` would correct the path and forbid the headers that an attacker sends. */
async function ask(path: string, question: Question = {}): Promise<Answer> {
  const sentCookie = 'cookie' in question ? question.cookie : cookie;
  const outgoing = request({
    host: '127.0.0.1',
    port: host.port,
    path,
    method: question.method ?? 'GET',
    headers: { ...(sentCookie !== undefined && { cookie: sentCookie }), ...question.headers },
  });
  outgoing.end(question.body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk);
  const isJson = incoming.headers['content-type']?.startsWith('application/json') ?? false;
  const parsed = isJson ? (JSON.parse(text) as { error?: { code?: unknown } }) : {};
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text, code: parsed.error?.code };
}

const own = () => `http://127.0.0.1:${host.port}`;

function open(path: string, headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, {
    headers: { cookie, origin: own(), ...headers },
  });
  openSockets.push(socket);
  return socket;
}

async function statusOfUpgrade(path: string, headers: Record<string, string>): Promise<number | 'open'> {
  const socket = open(path, headers);
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('open', () => resolve('open'));
    socket.once('unexpected-response', (outgoing, incoming) => {
      resolve(incoming.statusCode ?? 0);
      outgoing.destroy();
    });
  });
}

async function connected(path: string): Promise<WebSocket> {
  const socket = open(path);
  await once(socket, 'open');
  return socket;
}

async function nextJson(socket: WebSocket): Promise<unknown> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return JSON.parse(data.toString());
}

const askDraft = (id: number): string => JSON.stringify({ type: 'call', id, call: 'draftGet', input: {} });

describe('who is let in over HTTP', () => {
  it('listens on the loopback interface alone, and puts a token of its own into the address', () => {
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  });

  it('exchanges the token for a cookie that scripts and other sites cannot use, and leaves the token behind', async () => {
    const { status, headers } = await ask(host.url.slice(host.url.indexOf('/?')), { cookie: undefined });
    expect([status, headers.location]).toEqual([303, '/']);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^sotto-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(String(headers['set-cookie'])).not.toContain(host.url.split('token=')[1]);
  });

  it.each([
    ['no cookie', '/', { cookie: undefined }, 401],
    ['no cookie, for a file', '/assets/app.js', { cookie: undefined }, 401],
    ['a wrong cookie', '/', { cookie: `sotto-0=${'a'.repeat(43)}` }, 401],
    ['a wrong token', `/?token=${'a'.repeat(43)}`, { cookie: undefined }, 401],
    ['an empty token', '/?token=', { cookie: undefined }, 401],
    ['a foreign Host', '/', { headers: { host: 'attacker.example' } }, 403],
    ['a foreign Host with the port', '/', { headers: { host: 'attacker.example:80' } }, 403],
    ['a foreign Origin', '/', { headers: { origin: 'https://attacker.example' } }, 403],
    ['an opaque Origin', '/', { headers: { origin: 'null' } }, 403],
    ['another port of this machine', '/', { headers: { origin: 'http://127.0.0.1:1' } }, 403],
    ['an act without an Origin', '/files?name=a', { method: 'POST' }, 403],
  ])('refuses %s', async (_, path, question, status) => {
    const answer = await ask(path, question);
    expect([answer.status, answer.code]).toEqual([status, 'refused']);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('lets a browser in once by the address that a program is given, and who has a session again', async () => {
    const pathOf = (url: string) => url.slice(url.indexOf('/?'));
    const replaced = pathOf(host.urlToOpen());
    const path = pathOf(host.urlToOpen());
    expect((await ask(replaced, { cookie: undefined })).status).toBe(401);
    expect((await ask(path, { cookie: undefined })).status).toBe(303);
    expect((await ask(path, { cookie: undefined })).status).toBe(401);
    expect((await ask(path)).status).toBe(303);
  });

  it('refuses a foreign Host that brings the token', async () => {
    const path = host.url.slice(host.url.indexOf('/?'));
    expect((await ask(path, { headers: { host: 'attacker.example' } })).status).toBe(403);
  });

  it('tells a person what to do, in words', async () => {
    const { text, headers } = await ask('/', { cookie: undefined, headers: { accept: 'text/html,*/*' } });
    expect(headers['content-type']).toMatch(/^text\/plain/);
    expect(text).toMatch(/^Sotto: this browser has no session.*\nNext: open the address/);
  });
});

describe('pages', () => {
  it('serves the interface with the bridge before it, under a strict policy', async () => {
    const { status, text, headers } = await ask('/');
    expect(status).toBe(200);
    expect(text).toBe(PAGE.replace('<head>', '<head><script src="/bridge.js"></script>'));
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port} ws://localhost:${host.port}`);
    expect(policy).not.toMatch(/unsafe|\*|data:|blob:|http:/);
  });

  it('serves its scripts', async () => {
    const { status, headers } = await ask('/assets/app.js');
    expect([status, headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/assets/..%2f..%2fsecret.js',
    '/%252e%252e%252fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '//secret.js',
    '/link.js',
    '/assets/app.js%00.html',
    '/%',
    '/assets',
    '/notes.txt',
    '/C:/secret.js',
    `/${'a'.repeat(5000)}.js`,
  ])('keeps inside its folder: %s', async (path) => {
    const { status, text } = await ask(path);
    expect([400, 404]).toContain(status);
    expect(text).not.toBe('secret');
  });

  it('answers an address that is none with a code', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.end(`GET http://[ HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: close\r\n\r\n`);
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 400/);
    expect((await ask('/')).status).toBe(200);
  });
});

describe('files', () => {
  const send = (name: string, body: Uint8Array, headers: Record<string, string> = {}) =>
    ask(`/files?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { origin: own(), ...headers },
      body,
    });

  it('takes a file and hands it on by an id, under its plain name', async () => {
    const { status, text } = await send('..\\folder/第一章.txt', Buffer.from('早上好'));
    expect(status).toBe(200);
    const { fileId, fileName } = JSON.parse(text) as { fileId: string; fileName: string };
    const received = receivedFiles.find(fileId);
    expect(fileName).toBe('第一章.txt');
    expect(received?.fileName).toBe(fileName);
    expect(await readFile(received?.path ?? '', 'utf8')).toBe('早上好');
  });

  it('refuses what is too large, announced or not, and keeps nothing of it', async () => {
    const before = await readdir(join(folder, 'uploads'));
    const large = Buffer.alloc(MAX_FILE_BYTES + 1);
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const { status, code } = await send('large.txt', large, headers);
      expect([status, code]).toEqual([413, 'too-large']);
    }
    expect(await readdir(join(folder, 'uploads'))).toEqual(before);
  });

  it('gives a file that was made for the person, under its name in any script', async () => {
    const path = join(folder, 'made.wav');
    await writeFile(path, 'RIFF');
    const id = downloads.offer({ path, fileName: '早 "a".wav' });
    const { status, text, headers } = await ask(`/downloads/${id}`);
    expect([status, text]).toEqual([200, 'RIFF']);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="_ _a_.wav"; filename*=UTF-8''%E6%97%A9%20%22a%22.wav`,
    );
    const head = await ask(`/downloads/${id}`, { method: 'HEAD' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '4']);
    await rm(path);
    expect(await ask(`/downloads/${id}`)).toMatchObject({ status: 404, code: 'unknown-item' });
  });

  it.each(['/downloads/none', '/downloads/..%2f..%2fetc%2fpasswd', '/downloads/'])(
    'has no file for %s',
    async (path) => {
      expect(await ask(path)).toMatchObject({ status: 404, code: 'unknown-item' });
    },
  );
});

describe('web sockets', () => {
  it.each([
    ['no cookie', { cookie: '' }, 401],
    ['a wrong cookie', { cookie: 'sotto=1' }, 401],
    ['a foreign Host', { host: 'attacker.example' }, 403],
    ['a foreign Origin', { origin: 'https://attacker.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['no Origin', { origin: '' }, 403],
  ])('refuse %s', async (_, headers, status) => {
    for (const path of ['/contract', '/player'])
      expect(await statusOfUpgrade(path, headers as Record<string, string>)).toBe(status);
  });

  it('have two addresses', async () => {
    expect(await statusOfUpgrade('/contract', {})).toBe('open');
    expect(await statusOfUpgrade('/other', {})).toBe(404);
  });

  it('carry the contract', async () => {
    const socket = await connected('/contract');
    socket.send(askDraft(1));
    expect(await nextJson(socket)).toEqual({ type: 'result', id: 1, output: { text: 'as it was' } });
  });

  it.each([
    ['no JSON', '{"type":'],
    ['bytes', Buffer.from(askDraft(1))],
    ['no frame', '[]'],
    ['a frame with more in it', '{"type":"cancel","id":1,"more":true}'],
  ])('refuse %s with a code, and go on', async (_, message) => {
    const socket = await connected('/contract');
    socket.send(message);
    expect(await nextJson(socket)).toMatchObject({ error: { code: 'contract-violation' } });
    socket.send(askDraft(7));
    expect(await nextJson(socket)).toMatchObject({ type: 'result', id: 7 });
  });

  it.each([
    ['an unknown call', 'nothingLikeIt', {}, 'unknown-call'],
    ['a name of every object', 'constructor', {}, 'unknown-call'],
    ['a wrong input', 'draftSet', { text: 5 }, 'contract-violation'],
    ['a call with too much in it', 'draftSet', { text: 'a', more: 1 }, 'contract-violation'],
  ])('refuse %s, and change nothing', async (_, call, input, code) => {
    const socket = await connected('/contract');
    socket.send(JSON.stringify({ type: 'call', id: 3, call, input }));
    expect(await nextJson(socket)).toMatchObject({ type: 'error', id: 3, error: { code } });
    expect(draft).toBe('as it was');
  });

  it('end a connection whose message is too long, and no other', async () => {
    const [harmed, other] = [await connected('/contract'), await connected('/contract')];
    harmed.send(JSON.stringify({ type: 'call', id: 1, call: 'draftSet', input: { text: 'a'.repeat(5000) } }));
    const [code] = (await once(harmed, 'close')) as [number];
    expect(code).toBe(1009);
    expect(draft).toBe('as it was');
    other.send(askDraft(2));
    expect(await nextJson(other)).toMatchObject({ type: 'result', id: 2 });
  });

  it('survive bytes that are no frames at all', async () => {
    const socket = await connected('/contract');
    const raw = (socket as unknown as { _socket: Socket })._socket;
    raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
    await once(socket, 'close');
    expect((await ask('/')).status).toBe(200);
  });

  it("carry the player's frames: samples as bytes, the rest as text", async () => {
    const socket = await connected('/player');
    await expect.poll(() => players.length).toBe(1);
    const heard: unknown[] = [];
    players[0]?.onMessage((message) => heard.push(message));
    const frame = { type: 'pcm', generation: 3, startSample: 9, pcm: Float32Array.of(0.5, -1) } as const;
    players[0]?.send(frame);
    const [data, isBinary] = (await once(socket, 'message')) as [Buffer, boolean];
    expect([Buffer.from(data), isBinary]).toEqual([
      Buffer.from(encodePlayerFrame(frame) as Uint8Array),
      true,
    ]);
    socket.send('no JSON');
    socket.send('{"type":"status"}');
    await expect.poll(() => heard).toEqual([undefined, { type: 'status' }]);
    const closed = new Promise<void>((resolve) => players[0]?.onClose(resolve));
    socket.close();
    await closed;
  });
});

describe('the end of the host', () => {
  it('waits for nobody, also not for one who was refused and does not hang up', async () => {
    const other = await startWebHost({
      app: {
        handlers: handlerDoubles(appContract, {}),
        attachPlayer: () => undefined,
        downloads,
        receivedFiles,
      },
      rendererDir: folder,
      port: 0,
      clock: systemClock,
      uploadsDir: join(folder, 'uploads-of-another'),
    });
    const socket = connect({ port: other.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write('GET /contract HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket.resume(), 'end');
    await other.close();
    socket.destroy();
  });
});

describe('the port', () => {
  it('that is taken is told with a code', async () => {
    await expect(
      startWebHost({
        app: {
          handlers: handlerDoubles(appContract, {}),
          attachPlayer: () => undefined,
          downloads,
          receivedFiles,
        },
        rendererDir: folder,
        port: host.port,
        clock: systemClock,
        uploadsDir: join(folder, 'other-uploads'),
      }),
    ).rejects.toMatchObject({ code: 'unavailable-here' });
  });
});
