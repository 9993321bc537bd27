import { isIP } from 'node:net';
import { SottoError } from '../../shared/errors.js';
import { AttemptFailure } from './attempt-failure.js';

/** Hosts that others mirror path by path. */
const MIRRORED_HOSTS: ReadonlySet<string> = new Set(['huggingface.co']);

/**
 * Where a published file is fetched from: its own address, or the mirror with the address's path and query.
 * @param mirrorUrl '' for none
 * @throws SottoError `bad-input` for a mirror that cannot be used
 */
export function sourceUrl(published: string, mirrorUrl: string): URL {
  const url = new URL(published);
  if (mirrorUrl === '' || !MIRRORED_HOSTS.has(url.hostname)) return url;
  const mirror = checkedUrl(mirrorUrl, 'the mirror');
  if (!isSecure(mirror))
    throw badSetting(
      'the mirror',
      'has to be an https address',
      'models that have no checksum rest on it alone',
    );
  mirror.pathname = `${mirror.pathname.replace(/\/$/, '')}${url.pathname}`;
  mirror.search = url.search;
  mirror.hash = '';
  return mirror;
}

/**
 * Where a redirect leads. Encryption is never given up on the way, and nobody outside leads into this machine.
 * @throws AttemptFailure for a redirect that is not followed
 */
export function redirectUrl(from: URL, location: string | undefined): URL {
  const refused = (why: string): AttemptFailure =>
    new AttemptFailure(`${from.host} redirects ${why}`, { nextAttempt: 'none' });
  if (location === undefined) throw refused('to nowhere');
  if (!URL.canParse(location, from.href)) throw refused('to an address that is none');
  const to = new URL(location, from);
  if (!isSecure(to)) throw refused(`to ${to.protocol}//${to.host}, which is not encrypted`);
  if (isLoopback(to) && !isLoopback(from)) throw refused('into this machine');
  return to;
}

/** @throws SottoError `bad-input` */
export function proxyAddress(proxyUrl: string): URL {
  const proxy = checkedUrl(proxyUrl, 'the proxy');
  if (proxy.protocol === 'http:' || proxy.protocol === 'https:') return proxy;
  throw badSetting('the proxy', 'has to be an http or https address', 'others are not known here');
}

function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

function checkedUrl(text: string, what: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw badSetting(what, 'is not an address', 'write it as https://host/path');
}

/** Says nothing of the address itself, which may hold a password. */
function badSetting(what: string, message: string, why: string): SottoError {
  return new SottoError({
    code: 'bad-input',
    message: `${what} in the settings ${message}: ${why}`,
    next: 'change it in the settings, or leave it empty',
  });
}
