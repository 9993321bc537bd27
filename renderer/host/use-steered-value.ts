import { useCallback, useEffect, useRef, useState } from 'react';

/** Long enough that a dragged slider asks the host a few times a second, short enough to be heard as "at once". */
const SEND_DELAY_MS = 80;

/**
 * A value of the host's that a hand moves: it follows the hand at once, the host soon, and shows what the host has when both
 * are done. A change that waits is sent when the control goes away.
 * @param send asks the host; a failure is its own to show
 */
export function useSteeredValue<T>(
  hostValue: T,
  send: (value: T) => Promise<unknown>,
): readonly [value: T, steer: (value: T) => void] {
  const [held, setHeld] = useState<{ readonly value: T }>();
  const newestSend = useRef(send);
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly value: T }>(undefined);
  const turn = useRef(0);
  useEffect(() => {
    newestSend.current = send;
  }, [send]);

  const flush = useCallback(() => {
    if (waiting.current === undefined) return;
    clearTimeout(waiting.current.timer);
    const { value } = waiting.current;
    waiting.current = undefined;
    const mine = ++turn.current;
    // Kept until the answer, which comes after the host has told the new state: the thumb does not jump back meanwhile.
    void newestSend.current(value).finally(() => {
      if (turn.current === mine && waiting.current === undefined) setHeld(undefined);
    });
  }, []);
  const steer = useCallback(
    (value: T) => {
      setHeld({ value });
      if (waiting.current !== undefined) clearTimeout(waiting.current.timer);
      waiting.current = { timer: setTimeout(flush, SEND_DELAY_MS), value };
    },
    [flush],
  );
  useEffect(() => flush, [flush]);
  return [held === undefined ? hostValue : held.value, steer];
}
