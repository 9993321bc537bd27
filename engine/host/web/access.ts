import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../shared/clock.js';
import type { ErrorShape } from '../../shared/errors.js';

/** Why a request is turned away. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly error: ErrorShape;
}

export interface Visit {
  readonly headers: Pick<IncomingHttpHeaders, 'host' | 'origin' | 'cookie'>;
  /** Whether it asks for more than to read: a web socket, or anything but GET and HEAD. */
  readonly isActing: boolean;
}

/**
 * Who may talk to the web host: the browser of whoever has the address that was printed. Any page that the person visits
 * can send requests to this machine, so that the address alone must open nothing.
 */
export interface Access {
  /** Part of the printed address; it is exchanged for a cookie. */
  readonly token: string;
  /**
   * A token that opens once and soon, in place of the one before. It is for addresses that are handed to a program: every
   * user of the machine can read a program's arguments.
   */
  issueOnce(): string;
  /** Refuses whoever brings another token. */
  refuseToken(candidate: string): Refusal | undefined;
  /** What `Set-Cookie` says to whoever brought the token. */
  readonly sessionCookie: string;
  /** Where the pages' web sockets may go. */
  readonly socketOrigins: readonly string[];
  /** Refuses another site's pages, and names that were made to point here. */
  refuseForeign(visit: Visit): Refusal | undefined;
  /** Refuses also whoever has no session. */
  refuse(visit: Visit): Refusal | undefined;
}

const SECRET_BYTES = 32;

/** A browser that has to be started first takes seconds. */
const ONCE_LIMIT_MS = 60_000;

/** @param port where the host listens; it is known before the first request */
export function createAccess(port: number, clock: Clock): Access {
  const token = newSecret();
  const session = newSecret();
  let once: { readonly token: string; readonly endMs: number } | undefined;
  // Cookies are shared by all ports of a host: the name keeps two instances apart.
  const cookieName = `sotto-${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

  function refuseForeign({ headers: { host, origin }, isActing }: Visit): Refusal | undefined {
    if (host === undefined || !hosts.has(host)) {
      return { status: 403, error: refused('the address names another host', host) };
    }
    // Browsers always name the origin of what acts, and never let a page choose it.
    const isOwn = origin === undefined ? !isActing : origin === `http://${host}`;
    if (!isOwn) return { status: 403, error: refused('the request comes from another site', origin) };
    return undefined;
  }

  return {
    token,
    issueOnce() {
      once = { token: newSecret(), endMs: clock.nowMs() + ONCE_LIMIT_MS };
      return once.token;
    },
    refuseToken(candidate) {
      if (isSame(candidate, token)) return undefined;
      if (once && clock.nowMs() < once.endMs && isSame(candidate, once.token)) {
        once = undefined;
        return undefined;
      }
      return noSession('the token is not one of this start, or was used');
    },
    socketOrigins: [...hosts].map((host) => `ws://${host}`),
    sessionCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
    refuseForeign,
    refuse(visit) {
      const foreign = refuseForeign(visit);
      if (foreign) return foreign;
      const brought = cookieOf(visit.headers.cookie, cookieName);
      if (brought !== undefined && isSame(brought, session)) return undefined;
      return noSession('this browser has no session with Sotto');
    },
  };
}

function noSession(message: string): Refusal {
  return { status: 401, error: refused(message) };
}

function refused(message: string, found?: string): ErrorShape {
  return {
    code: 'refused',
    message,
    kept: 'nothing was changed',
    next: 'open the address that Sotto printed when it started',
    ...(found !== undefined && { details: { found } }),
  };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** Compares in a time that does not tell how much was right. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [key, value] = part.split('=', 2);
    if (key?.trim() === name) return value?.trim();
  }
  return undefined;
}
