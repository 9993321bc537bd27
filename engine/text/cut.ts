import { LONGEST_PAUSE_MS, pauseMs } from './estimate.js';

/** A stretch that is not cut: a word with its mark. */
export interface CutItem {
  readonly durationMs: number;
  /** How well the text can be cut right after it; see `cutQuality`. */
  readonly qualityAfter: number;
}

/** A cut leaves no remainder smaller than this share of the bound, where it can be helped. */
const SMALL_SHARE = 0.2;
const SMALL_PENALTY = 0.4;
/** A cut without a mark is given a comma, whose pause counts. */
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
    const pause = item.qualityAfter > 0.65 ? 0 : CUT_PAUSE_MS;
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

/**
 * Cuts a sentence so that no part is longer than its bound. Greedy from the left: among the cuts that fit, the
 * one with the best sum of quality and fill. A single item longer than the bound stays whole.
 *
 * @param firstBoundMs the bound of the first part
 * @returns the item counts at which parts end, the last one excluded
 */
export function cutPositions(items: readonly CutItem[], boundMs: number, firstBoundMs: number): number[] {
  const positions: number[] = [];
  let restMs = items.reduce((sum, item) => sum + item.durationMs, 0);
  for (let from = 0, bound = firstBoundMs; restMs > bound && from < items.length - 1; bound = boundMs) {
    const cut = bestCut(items, from, bound, restMs);
    for (; from < cut; from += 1) restMs -= items[from]?.durationMs ?? 0;
    if (from < items.length) positions.push(from);
  }
  return positions;
}
