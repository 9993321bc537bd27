import { useCallback, useEffect, type RefObject } from 'react';

/** Set whenever the line takes keys: how long that took after the window was asked for can be measured. */
const READY_MARK = 'quick-ready';

/** Puts the cursor into a line whenever the window is shown, what stands there selected. @returns does it now */
export function useReadiness(lineRef: RefObject<HTMLTextAreaElement | null>): () => void {
  const makeReady = useCallback(() => {
    const line = lineRef.current;
    if (line === null || document.visibilityState === 'hidden') return;
    if (document.activeElement !== line) line.focus();
    line.select();
    performance.mark(READY_MARK);
  }, [lineRef]);
  useEffect(() => {
    makeReady();
    window.addEventListener('focus', makeReady);
    document.addEventListener('visibilitychange', makeReady);
    return () => {
      window.removeEventListener('focus', makeReady);
      document.removeEventListener('visibilitychange', makeReady);
    };
  }, [makeReady]);
  return makeReady;
}
