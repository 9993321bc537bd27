/** What is seen of a scrolled text, in CSS pixels. */
export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

/** A line, in the same pixels, from the text's top. */
export interface Line {
  readonly top: number;
  readonly bottom: number;
}

/** Part of the height that a line comes to stand below the top: what was read stays above, what follows is seen. */
const TARGET_PART = 0.25;
/** A line this near to the edge is scrolled before it is reached. */
const MARGIN_PX = 24;

/** Where to scroll so that a line can be read. @returns undefined when it can be read already */
export function scrollTopFor(line: Line, viewport: Viewport): number | undefined {
  const isSeen =
    line.top >= viewport.scrollTop + Math.min(MARGIN_PX, line.top) &&
    line.bottom <= viewport.scrollTop + viewport.height - MARGIN_PX;
  if (isSeen) return undefined;
  return Math.max(0, line.top - viewport.height * TARGET_PART);
}
