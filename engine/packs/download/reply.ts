import { AttemptFailure } from './attempt-failure.js';
import { MAX_RETRY_AFTER_MS, retryAfterMs } from './back-off.js';

/** Response headers by lower-case name. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What was asked for: bytes from an offset on, if the file is still the one that a validator names. */
export interface Asked {
  readonly fromBytes: number;
  readonly validator: string | undefined;
}

/** Which bytes the body of a reply holds. */
export interface Reply {
  /** Where the body begins in the file: at 0, or where it was asked from. */
  readonly fromBytes: number;
  /** The whole file's; undefined where the server does not say. */
  readonly totalBytes: number | undefined;
  /** Names this version of the file, for `If-Range`; undefined where the server gives none that is strong. */
  readonly validator: string | undefined;
}

/** Codes after which the same question may be answered: too early, too many, and the server's own trouble. */
const PASSING_STATUS: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Reads the head of a reply to a request for a file or the rest of one (RFC 9110, 14 and 15).
 * @throws AttemptFailure where its body is not what was asked for
 */
export function readReply(status: number, headers: Headers, asked: Asked): Reply {
  if (status !== 200 && status !== 206) throw refusal(status, headers);
  const encoding = one(headers, 'content-encoding') ?? 'identity';
  if (encoding !== 'identity')
    throw new AttemptFailure(`comes encoded as ${encoding}, which was not asked for`, {
      nextAttempt: 'none',
    });
  const lengthBytes = wholeNumber(one(headers, 'content-length'));
  const validator = validatorOf(headers);
  if (status === 200) return { fromBytes: 0, totalBytes: lengthBytes, validator };

  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(one(headers, 'content-range') ?? '');
  const first = wholeNumber(range?.[1]);
  const last = wholeNumber(range?.[2]);
  if (first === undefined || last === undefined || first !== asked.fromBytes || asked.fromBytes === 0)
    throw new AttemptFailure('came in a part that was not asked for', { nextAttempt: 'anew' });
  if (lengthBytes !== undefined && lengthBytes !== last - first + 1)
    throw new AttemptFailure('came in a part of another length than it says', { nextAttempt: 'anew' });
  if (validator !== undefined && asked.validator !== undefined && validator !== asked.validator)
    throw new AttemptFailure('has changed at its source meanwhile', { nextAttempt: 'anew' });
  return { fromBytes: first, totalBytes: wholeNumber(range?.[3]), validator: validator ?? asked.validator };
}

/** The request headers that ask for it. */
export function rangeHeaders({ fromBytes, validator }: Asked): Record<string, string> {
  if (fromBytes === 0) return {};
  return { range: `bytes=${fromBytes}-`, ...(validator !== undefined && { 'if-range': validator }) };
}

/** A weak tag or a date of the same second would let two versions pass for one (RFC 9110, 13.1.5). */
function validatorOf(headers: Headers): string | undefined {
  const tag = one(headers, 'etag');
  if (tag?.startsWith('"') === true) return tag;
  const modified = one(headers, 'last-modified');
  const ageMs = Date.parse(one(headers, 'date') ?? '') - Date.parse(modified ?? '');
  return ageMs >= 1000 ? modified : undefined;
}

function refusal(status: number, headers: Headers): AttemptFailure {
  if (status === 416)
    return new AttemptFailure('is shorter than what is here of it', { nextAttempt: 'anew' });
  if (!PASSING_STATUS.has(status) && status < 500)
    return new AttemptFailure(`is not to be had (HTTP ${status})`, {
      nextAttempt: 'none',
      nextStep: NEXT_STEPS[status] ?? 'look at the publisher’s page for what became of it',
    });
  const waitMs = retryAfterMs(one(headers, 'retry-after'), one(headers, 'date'));
  const why = status === 429 ? 'the server is asked too often' : `the server is in trouble (HTTP ${status})`;
  if (waitMs <= MAX_RETRY_AFTER_MS) return new AttemptFailure(`is delayed: ${why}`, { retryAfterMs: waitMs });
  const minutes = Math.ceil(waitMs / 60_000);
  return new AttemptFailure(`is delayed: ${why}`, {
    nextAttempt: 'none',
    nextStep: `start it again in ${minutes} minutes: the server asks for that much time`,
  });
}

const NEXT_STEPS: Readonly<Record<number, string>> = {
  401: 'its publisher asks for an account: download it by hand and import the folder',
  403: 'its publisher, or something on the way, refuses it: try a mirror, or download it by hand and import the folder',
  407: 'the proxy wants a name and a password: put them into its address in the settings',
  451: 'it is withheld where you are: download it by other means and import the folder',
};

function one(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}
