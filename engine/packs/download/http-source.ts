import type { Dispatcher } from 'undici';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';
import { AttemptFailure } from './attempt-failure.js';
import { rangeHeaders, readReply, type Asked, type Reply } from './reply.js';
import { proxyAddress, redirectUrl } from './source-url.js';

/** Model hubs answer with one redirect to a file server, mirrors with two or three. */
const MAX_REDIRECTS = 6;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Of the body of a reply that is no file; a longer one costs its connection. */
const READ_AWAY_BYTES = 64 * 1024;

/** No network, or no way to the host. */
const OFFLINE_ERRNOS: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
]);

const CONNECTION_WORDS: Readonly<Record<string, string>> = {
  EAI_AGAIN: 'names of hosts cannot be looked up',
  ECONNREFUSED: 'connections are refused',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  EHOSTDOWN: 'the host is down',
  EHOSTUNREACH: 'there is no way to the host',
  ENETDOWN: 'there is no network',
  ENETUNREACH: 'there is no network',
  ENOTFOUND: 'the host is not known here',
  ETIMEDOUT: 'the host does not answer',
  UND_ERR_ABORTED: 'the proxy does not let it through',
  UND_ERR_CONNECT_TIMEOUT: 'the host does not answer',
  UND_ERR_SOCKET: 'the connection was lost',
};

export interface OpenedSource extends Reply {
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends its connection where the body was not read to its end. */
  close(): void;
}

/** Fetches files over HTTP, through a proxy where one is set. */
export interface HttpSource {
  /**
   * Asks for a file or the rest of one, and follows redirects.
   * @throws AttemptFailure; what the body throws while it is read is to be given to `transferFailure`
   */
  open(url: URL, asked: Asked, signal: AbortSignal): Promise<OpenedSource>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/**
 * @param proxyUrl '' for none
 * @throws SottoError `bad-input` for a proxy that cannot be used
 */
export async function openHttpSource(proxyUrl: string): Promise<HttpSource> {
  const proxy = proxyUrl === '' ? undefined : proxyAddress(proxyUrl);
  // Loaded when something is downloaded: a host that starts need not wait for it.
  const { Agent, ProxyAgent, request } = await import('undici');
  const dispatcher: Dispatcher = proxy ? new ProxyAgent({ uri: proxy.href }) : new Agent();
  // Both of its own limits of time are off: whoever asks has one for the whole attempt.
  const options = { dispatcher, method: 'GET', headersTimeout: 0, bodyTimeout: 0 } as const;
  return {
    async open(url, asked, signal) {
      const headers = { 'accept-encoding': 'identity', 'user-agent': 'Sotto', ...rangeHeaders(asked) };
      let from = url;
      for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
        const response = await request(from, { ...options, headers, signal }).catch((thrown: unknown) => {
          throw signal.aborted ? signal.reason : transferFailure(thrown);
        });
        const { statusCode, headers: replied, body } = response;
        // Whoever reads it hears of its errors from the iteration; of one that nobody reads there is nothing to say.
        body.on('error', () => undefined);
        try {
          if (!REDIRECTS.has(statusCode))
            return { ...readReply(statusCode, replied, asked), body, close: () => body.destroy() };
          const location = replied.location;
          from = redirectUrl(from, Array.isArray(location) ? location[0] : location);
        } catch (thrown) {
          await readAway(body, signal);
          throw thrown;
        }
        await readAway(body, signal);
      }
      throw new AttemptFailure(`is redirected more than ${MAX_REDIRECTS} times`, { nextAttempt: 'none' });
    },
    close: () => dispatcher.destroy(),
  };
}

/** Reads the rest of a body that nobody wants, so that its connection can be used again. */
async function readAway(body: Dispatcher.ResponseData['body'], signal: AbortSignal): Promise<void> {
  try {
    await body.dump({ limit: READ_AWAY_BYTES, signal });
  } catch (thrown) {
    // Of a connection that is lost here nothing was wanted any more.
    signal.throwIfAborted();
    if (!(thrown instanceof Error)) throw thrown;
  }
}

/** What a failed connection means for the attempt. */
export function transferFailure(thrown: unknown): unknown {
  if (thrown instanceof AttemptFailure || thrown instanceof SottoError || !(thrown instanceof Error))
    return thrown;
  const errno = errnoOf(thrown) ?? errnoOf(thrown.cause);
  if (errno === undefined) return thrown;
  const isOffline = OFFLINE_ERRNOS.has(errno);
  const isUntrusted = /CERT|SIGNED|ALTNAME|ISSUER|SIGNATURE/.test(errno);
  return new AttemptFailure(
    isUntrusted
      ? `cannot be had: the host does not prove who it is (${errno})`
      : `does not come: ${CONNECTION_WORDS[errno] ?? thrown.message}`,
    {
      cause: thrown,
      code: isOffline ? 'offline' : 'download-failed',
      nextAttempt: isUntrusted ? 'none' : 'go-on',
      ...(isUntrusted && {
        nextStep: 'check the date of this machine, and whether a proxy stands in between',
      }),
      ...(isOffline && {
        nextStep: 'check the network, the proxy and the mirror in the settings; then start it again',
      }),
    },
  );
}
