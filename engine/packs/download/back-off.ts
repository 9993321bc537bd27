/** Attempts in a row that brought nothing further, before a download gives up: about two minutes of waiting. */
export const MAX_FRUITLESS_ATTEMPTS = 8;
/** A server that wants to be left alone for longer is asked again by the person. */
export const MAX_RETRY_AFTER_MS = 15 * 60_000;

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 60_000;

/**
 * How long to wait after a number of fruitless attempts in a row: doubled each time up to a minute, of which the upper
 * half is drawn, so that the many whom one outage hit do not come back at once; but never less than the server asks.
 * @param random in [0, 1)
 */
export function backOffMs(fruitlessAttempts: number, random: number, retryAfterMs: number): number {
  const fullMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, fruitlessAttempts - 1));
  return Math.max(retryAfterMs, Math.round(fullMs * (0.5 + random / 2)));
}

/**
 * The wait that a `Retry-After` header asks for (RFC 9110, 10.2.3), in ms; 0 where it asks for none that can be read.
 * A date is counted from the server's own, so that a wrong clock here does not matter.
 */
export function retryAfterMs(retryAfter: string | undefined, date: string | undefined): number {
  if (retryAfter === undefined) return 0;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const waitMs = Date.parse(retryAfter) - Date.parse(date ?? '');
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : 0;
}
