import type { NarrationItem } from '../../../engine/shared/app/narration.js';

/** Reasons for which characters are not spoken, the most frequent first. */
export function skippedReasons(
  skipped: NarrationItem['skipped'],
): { readonly reason: string; readonly count: number }[] {
  return Object.entries(skipped)
    .map(([reason, count]) => ({ reason, count }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}

/** Whether removing an item loses work. */
export function hasRendering({ bytes, chapters }: NarrationItem): boolean {
  return bytes > 0 || chapters.some(({ renderedMs }) => renderedMs > 0);
}

/** Whether something of it can be heard already. */
export function isAudible({ chapters }: NarrationItem): boolean {
  return chapters.some(({ renderedMs, progress }) => renderedMs > 0 || progress > 0);
}

/** How long it is, or will be, to listen to; undefined while nothing is known. */
export function lengthOf(
  item: NarrationItem,
): { readonly durationMs: number; readonly isExact: boolean } | undefined {
  if (item.state === 'ready') {
    const durationMs = item.chapters.reduce((sum, { renderedMs }) => sum + renderedMs, 0);
    return { durationMs, isExact: true };
  }
  return item.durationEstimateMs === null
    ? undefined
    : { durationMs: item.durationEstimateMs, isExact: false };
}
