import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';

/** How one request is answered. Offsets are of the body that is sent, not of the file. */
export type Behaviour =
  | { readonly kind: 'honest' }
  /** Sends so many bytes and then nothing, with the connection open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Sends so many bytes and cuts the connection. */
  | { readonly kind: 'drop'; readonly afterBytes: number }
  /** Sends so many bytes as if they were all, without a length. */
  | { readonly kind: 'truncate'; readonly afterBytes: number }
  /** Sends another byte than the file's. */
  | { readonly kind: 'corrupt'; readonly atByte: number }
  /** Sends the file in pieces, each in a later turn of its event loop. */
  | { readonly kind: 'slow'; readonly pieceBytes: number }
  /** Answers a request for a part with the whole file. */
  | { readonly kind: 'ignore-range' }
  /** Answers a request for a part with 416. */
  | { readonly kind: 'refuse-range' }
  /** Answers a request for a part with another part. */
  | { readonly kind: 'wrong-range' }
  /** Says another length than the body's, more or less. */
  | { readonly kind: 'lie-about-length'; readonly byBytes: number }
  /** Has another file from now on, whatever `If-Range` says. */
  | { readonly kind: 'change'; readonly content: Buffer; readonly heedsIfRange: boolean }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Says that the body is compressed. */
  | { readonly kind: 'encode' };

export interface SeenRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly ifRange: string | undefined;
}

export interface HostileServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly requests: readonly SeenRequest[];
  /** Connections that came through its `CONNECT`, as a proxy. */
  readonly tunnels: readonly string[];
  /** Puts a file there. Without a validator it has neither an entity tag nor a date. */
  put(path: string, content: Buffer, options?: { readonly hasValidator?: boolean }): void;
  /** How the next requests for a path are answered, one after the other; honestly when none is left. */
  script(path: string, ...behaviours: readonly Behaviour[]): void;
  /** Hears of each request that is left hanging. */
  onStall(listener: () => void): void;
  /** Hears of each request before it is answered. */
  onRequest(listener: (request: SeenRequest) => void): void;
  close(): Promise<void>;
}

interface ServedFile {
  content: Buffer;
  readonly hasValidator: boolean;
}

const LAST_MODIFIED = 'Mon, 02 Mar 2026 10:00:00 GMT';

/** A file server on this machine that does, request by request, what servers and lines out there do wrong. */
export async function startHostileServer(): Promise<HostileServer> {
  const files = new Map<string, ServedFile>();
  const scripts = new Map<string, Behaviour[]>();
  const requests: SeenRequest[] = [];
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  let stalled = (): void => undefined;
  let requested: ((request: SeenRequest) => void) | undefined;

  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const seen = { path, range: request.headers.range, ifRange: one(request.headers['if-range']) };
    requests.push(seen);
    requested?.(seen);
    const file = files.get(path);
    const behaviour = scripts.get(path)?.shift() ?? { kind: 'honest' };
    void answer(request, response, file, behaviour, () => stalled());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A connection that this server or its client cuts is what is tested here.
    socket.on('error', () => undefined);
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    tunnels.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    sockets.add(upstream);
    upstream.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    tunnels,
    put: (path, content, { hasValidator = true } = {}) => void files.set(path, { content, hasValidator }),
    script: (path, ...behaviours) => void scripts.set(path, [...behaviours]),
    onStall: (listener) => void (stalled = listener),
    onRequest: (listener) => void (requested = listener),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile | undefined,
  behaviour: Behaviour,
  stalled: () => void,
): Promise<void> {
  response.on('error', () => undefined);
  if (behaviour.kind === 'redirect') {
    end(response, 302, { location: behaviour.to });
  } else if (behaviour.kind === 'status') {
    end(response, behaviour.status, behaviour.headers ?? {});
  } else if (file) {
    await serve(request, response, file, behaviour, stalled);
  } else {
    end(response, 404, {});
  }
}

type Serving = Exclude<Behaviour, { readonly kind: 'redirect' | 'status' }>;

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  behaviour: Serving,
  stalled: () => void,
): Promise<void> {
  if (behaviour.kind === 'change') file.content = behaviour.content;
  const from = rangeStart(request, file, behaviour.kind !== 'change' || behaviour.heedsIfRange);
  if (behaviour.kind === 'refuse-range' && from > 0) {
    end(response, 416, { 'content-range': `bytes */${file.content.length}` });
    return;
  }
  const start = startOf(behaviour, from);
  const body = Buffer.from(file.content.subarray(start));
  const saidBytes = body.length + (behaviour.kind === 'lie-about-length' ? behaviour.byBytes : 0);
  response.writeHead(start > 0 ? 206 : 200, {
    'accept-ranges': 'bytes',
    ...(behaviour.kind !== 'truncate' && { 'content-length': Math.max(0, saidBytes) }),
    ...(behaviour.kind === 'encode' && { 'content-encoding': 'br' }),
    ...(file.hasValidator && { etag: tagOf(file), 'last-modified': LAST_MODIFIED }),
    ...(start > 0 && { 'content-range': `bytes ${start}-${file.content.length - 1}/${file.content.length}` }),
  });
  switch (behaviour.kind) {
    case 'stall':
      await write(response, body.subarray(0, behaviour.afterBytes));
      stalled();
      break;
    case 'drop':
      await write(response, body.subarray(0, behaviour.afterBytes));
      response.destroy();
      break;
    case 'truncate':
      response.end(body.subarray(0, behaviour.afterBytes));
      break;
    case 'corrupt':
      flip(body, behaviour.atByte);
      response.end(body);
      break;
    case 'slow':
      for (let sent = 0; sent < body.length; sent += behaviour.pieceBytes) {
        await write(response, body.subarray(sent, sent + behaviour.pieceBytes));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
      break;
    case 'lie-about-length':
      await write(response, body);
      response.destroy();
      break;
    default:
      response.end(body);
  }
}

function flip(body: Buffer, atByte: number): void {
  const at = body.length > 0 ? atByte % body.length : 0;
  if (body.length > 0) body.writeUInt8(body.readUInt8(at) ^ 0xff, at);
}

function startOf(behaviour: Behaviour, from: number): number {
  if (behaviour.kind === 'ignore-range') return 0;
  return behaviour.kind === 'wrong-range' && from > 0 ? from - 1 : from;
}

function rangeStart({ headers }: IncomingMessage, file: ServedFile, heedsIfRange: boolean): number {
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const ifRange = one(headers['if-range']);
  if (heedsIfRange && ifRange !== undefined && ifRange !== tagOf(file)) return 0;
  return from < file.content.length ? from : 0;
}

function tagOf({ content }: ServedFile): string {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 16)}"`;
}

function end(response: ServerResponse, status: number, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, headers);
  response.end();
}

/** Resolves when the bytes have left, or the connection is gone. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()));
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
