import { useCallback, useEffect, useState } from 'react';
import { toErrorShape, type ErrorShape } from '../../../engine/shared/errors.js';
import type { CallOptions } from '../../../engine/shared/rpc-client.js';

export interface Answer<T> {
  /** The newest; it stays while another is asked for. */
  readonly value: T | undefined;
  readonly error: ErrorShape | undefined;
  readonly ask: () => void;
}

/**
 * Asks the host when the view is shown, and again on demand.
 * @param call has to be stable (`useCallback`)
 */
export function useAnswer<T>(call: (options: CallOptions) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<Pick<Answer<T>, 'value' | 'error'>>({
    value: undefined,
    error: undefined,
  });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    call({ signal: controller.signal }).then(
      (value) => setAnswer({ value, error: undefined }),
      (thrown: unknown) => {
        if (!controller.signal.aborted) setAnswer({ value: undefined, error: toErrorShape(thrown) });
      },
    );
    return () => controller.abort();
  }, [call, turn]);
  return { ...answer, ask: useCallback(() => setTurn((last) => last + 1), []) };
}
