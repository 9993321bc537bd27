import { PHRASE_QUALITY } from './boundary.js';
import { LONGEST_PAUSE_MS, pauseMs } from './estimate.js';

/** A stretch that is not cut: a word with its mark. */
export interface CutItem {
  readonly durationMs: number;
  /** How well the text can be cut right after it; see `cutQuality`. */
  readonly qualityAfter: number;
  /** Whether a mark ends it; without one a cut after it is given a comma. */
  readonly marked: boolean;
}

/** A cut leaves no remainder smaller than this share of the bound, where it can be helped. */
const SMALL_SHARE = 0.2;
const SMALL_PENALTY = 0.4;
/** The pause of the comma that a cut without a mark is given. */
const CUT_PAUSE_MS = pauseMs(',');

/** The room for words in a bounded segment: a mark may follow them. */
export function speechRoomMs(maxDurationMs: number): number {
  return maxDurationMs - LONGEST_PAUSE_MS;
}

function bestCut(items: readonly CutItem[], from: number, boundMs: number, restMs: number): number {
  let best = from + 1;
  let bestScore = Number.NEGATIVE_INFINITY;
  let sumMs = 0;
  for (let at = from; at < items.length - 1; at += 1) {
    const item = items[at];
    if (item === undefined) break;
    sumMs += item.durationMs;
    const pause = item.marked ? 0 : CUT_PAUSE_MS;
    if (sumMs + pause > boundMs) break;
    const share = sumMs / boundMs;
    const small = Math.min(share, (restMs - sumMs) / boundMs) < SMALL_SHARE ? SMALL_PENALTY : 0;
    const score = item.qualityAfter + share - small;
    if (score >= bestScore) {
      bestScore = score;
      best = at + 1;
    }
  }
  return best;
}

/** How far the first bound may stretch to reach a place where a pause is natural. */
const FIRST_BOUND_STRETCHES = [1, 1.5, 2.2] as const;

/**
 * The bound of a short first part: stretched, up to the bound of the others, where within it there is no natural
 * place to pause but a little further there is one.
 */
export function firstBoundMs(items: readonly CutItem[], wishedMs: number, boundMs: number): number {
  const bounds = FIRST_BOUND_STRETCHES.map((stretch) => Math.min(boundMs, wishedMs * stretch));
  const natural = bounds.find((bound) => {
    const [first] = cutPositions(items, boundMs, bound);
    return first === undefined || (items[first - 1]?.qualityAfter ?? 0) >= PHRASE_QUALITY;
  });
  return natural ?? wishedMs;
}

/**
 * Cuts a sentence so that no part is longer than its bound. Greedy from the left: among the cuts that fit, the
 * one with the best sum of quality and fill. A single item longer than the bound stays whole.
 *
 * @param firstPartMs the bound of the first part
 * @returns the item counts at which parts end, the last one excluded
 */
export function cutPositions(items: readonly CutItem[], boundMs: number, firstPartMs: number): number[] {
  const positions: number[] = [];
  let restMs = items.reduce((sum, item) => sum + item.durationMs, 0);
  for (let from = 0, bound = firstPartMs; restMs > bound && from < items.length - 1; bound = boundMs) {
    const cut = bestCut(items, from, bound, restMs);
    for (; from < cut; from += 1) restMs -= items[from]?.durationMs ?? 0;
    if (from < items.length) positions.push(from);
  }
  return positions;
}
