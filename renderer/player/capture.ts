import type { CapturedBlock } from './worklet-messages.js';

/** What a player put out, block by block, as far as an utterance or its fade was sounding. */
export interface Capture {
  readonly blocks: readonly CapturedBlock[];
  add(block: CapturedBlock): void;
  clear(): void;
}

declare global {
  /** There only while a player collects. */
  var sottoPlayerCapture: Capture | undefined;
}

/** Collects blocks, and shows them to the page's tests as `globalThis.sottoPlayerCapture`. */
export function createCapture(): Capture {
  const blocks: CapturedBlock[] = [];
  const capture: Capture = {
    blocks,
    add: (block) => blocks.push(block),
    clear: () => (blocks.length = 0),
  };
  globalThis.sottoPlayerCapture = capture;
  return capture;
}

/** Whether an address asks for it: `?capture` or, where redirections lose the query, `#capture`. */
export function wantsCapture({ search, hash }: Pick<Location, 'search' | 'hash'>): boolean {
  return new URLSearchParams(search).has('capture') || hash === '#capture';
}
