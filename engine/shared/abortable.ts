/**
 * Stops waiting when the signal aborts; the work itself goes on for whoever else waits.
 * @param reasonOf what it rejects with then, the signal's reason where none is given
 */
export function abortable<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  reasonOf: (signal: AbortSignal) => Error = ({ reason }) => reason as Error,
): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(reasonOf(signal));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
