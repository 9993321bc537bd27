import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { scrollTopFor, type Line } from './follow-scroll.js';

/** Somebody who scrolls looks at something else: the text does not move under their eyes for so long. */
const REST_MS = 5000;

const SCROLL_KEYS = new Set(['PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown']);

/** Keeps a line of a scrolled text in sight. @returns brings a line into sight, unless the person scrolls themselves */
export function useFollowing(scrollerRef: RefObject<HTMLElement | null>): (line: Line) => void {
  const restUntilMs = useRef(0);
  useEffect(() => {
    const scroller = scrollerRef.current;
    if (scroller === null) return undefined;
    const rest = (): void => {
      restUntilMs.current = performance.now() + REST_MS;
    };
    const restOnKey = ({ key }: KeyboardEvent): void => {
      if (SCROLL_KEYS.has(key)) rest();
    };
    scroller.addEventListener('wheel', rest, { passive: true });
    scroller.addEventListener('touchmove', rest, { passive: true });
    scroller.addEventListener('keydown', restOnKey);
    return () => {
      scroller.removeEventListener('wheel', rest);
      scroller.removeEventListener('touchmove', rest);
      scroller.removeEventListener('keydown', restOnKey);
    };
  }, [scrollerRef]);
  return useCallback(
    (line) => {
      const scroller = scrollerRef.current;
      if (scroller === null || performance.now() < restUntilMs.current) return;
      const top = scrollTopFor(line, { scrollTop: scroller.scrollTop, height: scroller.clientHeight });
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      if (top !== undefined) scroller.scrollTo({ top, behavior: isStill ? 'instant' : 'smooth' });
    },
    [scrollerRef],
  );
}
