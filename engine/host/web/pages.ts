import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { Download, Downloads } from '../../services/downloads.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError, toErrorShape, type ErrorCode, type ErrorShape } from '../../shared/errors.js';
import { readPageFile, type PageFile } from '../page-files.js';
import { securityHeadersWithSockets } from '../security-headers.js';
import type { Access } from './access.js';
import type { Uploads } from './uploads.js';

export interface PagesOptions {
  readonly access: Access;
  /** The built interface. */
  readonly rendererDir: string;
  readonly downloads: Downloads;
  readonly uploads: Uploads;
}

interface Env {
  Bindings: HttpBindings;
}
type Status = 400 | 401 | 403 | 404 | 413 | 500;

const STATUS_OF: Partial<Record<ErrorCode, Status>> = {
  'bad-input': 400,
  'unknown-item': 404,
  'too-large': 413,
};

/** Stands before the interface's own script, which expects to find what it defines. */
const BRIDGE_TAG = '<script src="/bridge.js"></script>';

/** Everything that the web host answers over HTTP. Each answer carries the security headers, a refusal too. */
export function createPages({ access, rendererDir, downloads, uploads }: PagesOptions): Hono<Env> {
  const pages = new Hono<Env>();
  const headers = securityHeadersWithSockets(access.socketOrigins);

  pages.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    c.res.headers.set('Cache-Control', 'no-store');
  });
  pages.use(async (c, next) => {
    const { method, headers: sent } = c.env.incoming;
    const visit = { headers: sent, isActing: method !== 'GET' && method !== 'HEAD' };
    const bringsToken = c.req.path === '/' && c.req.query('token') !== undefined;
    const refusal = bringsToken ? access.refuseForeign(visit) : access.refuse(visit);
    if (refusal) return failure(c, refusal.error, refusal.status);
    await next();
    return undefined;
  });

  pages.get('/', (c) => {
    const token = c.req.query('token');
    if (token === undefined) return page(c, '/index.html');
    const refusal = access.refuseToken(token);
    // Whoever has a session may come again by an address that was used up.
    const isKnown = access.refuse({ headers: c.env.incoming.headers, isActing: false }) === undefined;
    if (refusal && !isKnown) return failure(c, refusal.error, refusal.status);
    c.header('Set-Cookie', access.sessionCookie);
    // The address bar and the history keep an address that opens nothing.
    return c.redirect('/', 303);
  });
  pages.get('/downloads/:id', async (c) => {
    const download = downloads.find(c.req.param('id'));
    if (!download) throw noSuch('that file is not there to be saved any more');
    const { body, byteCount } = await contentOf(download, c.req.method === 'HEAD');
    return new Response(body, {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Length': `${byteCount}`,
        'Content-Disposition': dispositionOf(download.fileName),
      },
    });
  });
  pages.post('/files', async (c) => {
    const announced = c.req.header('content-length');
    const upload = {
      fileName: c.req.query('name') ?? '',
      announcedBytes: announced === undefined ? undefined : Number(announced),
      body: c.req.raw.body as NodeReadableStream<Uint8Array> | null,
    };
    return c.json(await uploads.receive(upload));
  });
  pages.get('*', (c) => page(c, new URL(c.req.url).pathname));

  pages.notFound(() => {
    throw noSuch('there is no such address');
  });
  pages.onError((thrown, c) => {
    const error = toErrorShape(thrown);
    return failure(c, error, STATUS_OF[error.code] ?? 500);
  });

  async function page(c: Context<Env>, pathname: string): Promise<Response> {
    const file = await readPageFile(rendererDir, pathname);
    if (!file) throw noSuch('there is no such page');
    const body = pathname.endsWith('.html') ? withBridge(file) : file.bytes;
    return c.body(body, 200, { 'Content-Type': file.contentType });
  }
  return pages;
}

function withBridge({ bytes }: PageFile): string {
  return new TextDecoder().decode(bytes).replace('<head>', `<head>${BRIDGE_TAG}`);
}

/**
 * The file as a stream, opened before the answer begins, so that a file that is gone is still a coded answer.
 * @param isHead whether only the headers are wanted: a stream that nobody reads would keep the file open
 */
async function contentOf(
  { path }: Download,
  isHead: boolean,
): Promise<{ body: ReadableStream | null; byteCount: number }> {
  try {
    if (isHead) return { body: null, byteCount: (await stat(path)).size };
    const handle = await open(path);
    const { size } = await handle.stat();
    return { body: Readable.toWeb(handle.createReadStream()) as ReadableStream, byteCount: size };
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') throw noSuch('that file is not there to be saved any more');
    throw thrown;
  }
}

/** Names of any script, in the two forms that browsers understand. */
function dispositionOf(fileName: string): string {
  const plain = fileName.replaceAll(/[^ !#-.0-9A-Z[\]-~]/gi, '_');
  const exact = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

function noSuch(message: string): SottoError {
  return new SottoError({ code: 'unknown-item', message });
}

/** A coded answer: as JSON for a script, as a sentence for a person who opened the address. */
function failure(c: Context<Env>, error: ErrorShape, status: Status): Response {
  const isPerson = c.req.header('accept')?.includes('text/html') ?? false;
  if (!isPerson) return c.json({ error }, status);
  const sentences = [`Sotto: ${error.message}.`, error.next === undefined ? '' : `Next: ${error.next}.`];
  return c.text(`${sentences.join('\n')}\n`, status);
}
