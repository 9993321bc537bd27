import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Downloads } from '../../services/downloads.js';
import type { ReceivedFiles } from '../../services/received-files.js';
import { appContract, type AppContract } from '../../shared/app-contract.js';
import { MAX_FILE_BYTES } from '../../shared/bridge.js';
import type { Clock } from '../../shared/clock.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError, type ErrorShape } from '../../shared/errors.js';
import { serve, type Handlers } from '../../shared/rpc-server.js';
import type { Port } from '../../shared/transport.js';
import { createPatientPort } from '../patient-port.js';
import { SECURITY_HEADERS } from '../security-headers.js';
import { createAccess } from './access.js';
import { createPages } from './pages.js';
import { jsonCodec, playerCodec } from './socket-port.js';
import { createSocketEndpoint, type SocketEndpoint } from './sockets.js';
import { openUploads } from './uploads.js';

/** What the web host shows to a browser. */
export interface ServedApp {
  readonly handlers: Handlers<AppContract>;
  attachPlayer(port: Port): void;
  readonly downloads: Downloads;
  readonly receivedFiles: ReceivedFiles;
}

export interface WebHostLimits {
  /** The longest text that the contract takes, each character at its longest in JSON; or a recording of a minute, in base64. */
  readonly maxMessageBytes: number;
  readonly maxFileBytes: number;
}

const DEFAULT_LIMITS: WebHostLimits = { maxMessageBytes: 40 * 1024 * 1024, maxFileBytes: MAX_FILE_BYTES };

/** A player tells how it stands, in a few numbers. */
const MAX_PLAYER_MESSAGE_BYTES = 16 * 1024;

export interface WebHostOptions {
  readonly app: ServedApp;
  /** The built interface. */
  readonly rendererDir: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly clock: Clock;
  /** Where uploads are kept while the host runs; nothing else is in it. */
  readonly uploadsDir: string;
  readonly limits?: Partial<WebHostLimits>;
}

export interface WebHost {
  /** What a person opens: the token is in it. */
  readonly url: string;
  /** What a program opens for them: it works once, within a minute. */
  urlToOpen(): string;
  readonly port: number;
  /** Ends every connection and deletes what was uploaded. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Serves the interface to browsers of this machine: pages and files over HTTP, the contract and the player over web
 * sockets.
 * @throws SottoError `unavailable-here` when the port cannot be had
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { app, clock } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const server = createServer();
  const uploads = await openUploads({
    dir: options.uploadsDir,
    maxFileBytes: limits.maxFileBytes,
    receivedFiles: app.receivedFiles,
    clock,
  });
  const port = await listen(server, options.port).catch(async (thrown: unknown) => {
    await uploads.close();
    throw thrown;
  });
  // Requests wait until this function has set everything up: nothing is awaited from here on.
  const access = createAccess(port, clock);
  const pages = createPages({
    access,
    rendererDir: options.rendererDir,
    downloads: app.downloads,
    uploads,
  });
  const endpoints = new Map<string, SocketEndpoint>([
    [
      '/contract',
      createSocketEndpoint({
        codec: jsonCodec,
        maxMessageBytes: limits.maxMessageBytes,
        clock,
        onPort: (port) => void serve(appContract, app.handlers, createPatientPort(port)),
      }),
    ],
    [
      '/player',
      createSocketEndpoint({
        codec: playerCodec,
        maxMessageBytes: MAX_PLAYER_MESSAGE_BYTES,
        clock,
        onPort: (port) => app.attachPlayer(port),
      }),
    ],
  ]);

  const answer = getRequestListener(pages.fetch, {
    overrideGlobalObjects: false,
    errorHandler: malformedRequest,
  });
  server.on('request', (request, response) => void answer(request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A connection that breaks off is nobody's error.
    socket.on('error', () => socket.destroy());
    const refusal = access.refuse({ headers: request.headers, isActing: true });
    const endpoint = endpoints.get(request.url ?? '');
    if (refusal) refuseUpgrade(socket, refusal.status, refusal.error);
    else if (endpoint) endpoint.accept(request, socket, head);
    else refuseUpgrade(socket, 404, { code: 'unknown-item', message: 'there is no such address' });
  });

  return {
    url: addressWith(port, access.token),
    urlToOpen: () => addressWith(port, access.issueOnce()),
    port,
    async close() {
      for (const endpoint of endpoints.values()) endpoint.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await uploads.close();
    },
  };
}

function addressWith(port: number, token: string): string {
  return `http://${LOOPBACK}:${port}/?token=${token}`;
}

/** @returns the port that was given */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, port)));
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

function cannotListen(cause: Error, port: number): SottoError {
  const reason = errnoOf(cause) === 'EADDRINUSE' ? 'another program uses it' : cause.message;
  return new SottoError(
    {
      code: 'unavailable-here',
      message: `port ${port} cannot be used: ${reason}`,
      next: 'choose another one with --port, or leave it out',
    },
    { cause },
  );
}

function refuseUpgrade(socket: Duplex, status: 401 | 403 | 404, error: ErrorShape): void {
  const body = JSON.stringify({ error });
  const headers = {
    ...SECURITY_HEADERS,
    Connection: 'close',
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  // Not left to the other end: one that never closes would keep the host from ending.
  socket.once('finish', () => socket.destroy());
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n'));
}

/** A request that is not even an address never reaches the pages. */
function malformedRequest(): Response {
  const error: ErrorShape = { code: 'bad-input', message: 'the request is malformed' };
  return Response.json({ error }, { status: 400, headers: SECURITY_HEADERS });
}
