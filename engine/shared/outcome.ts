import { SottoError, toErrorShape, type ErrorShape } from './errors.js';

/**
 * What became of something that may fail, where it cannot be thrown: an error that crosses from one world of a page into
 * another, or from one script's classes to another's, arrives as its message alone.
 */
export type Outcome<T> =
  { readonly isOk: true; readonly value: T } | { readonly isOk: false; readonly error: ErrorShape };

/** Does some work; never rejects. */
export async function outcomeOf<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { isOk: true, value: await work() };
  } catch (thrown) {
    return { isOk: false, error: toErrorShape(thrown) };
  }
}

/** @throws SottoError when it failed */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.isOk) return outcome.value;
  throw new SottoError(outcome.error);
}
