/** Where one is in the last texts: nowhere yet, or at one of them, with what was typed before kept. */
export interface Recall {
  /** Into the texts, the newest first; -1: what was typed. */
  readonly index: number;
  readonly typed: string;
}

export const NOT_RECALLING: Recall = { index: -1, typed: '' };

/**
 * Goes to an older or a newer text, as a shell does.
 * @param shown what stands in the line now
 * @returns undefined where there is nothing further
 */
export function recall(
  recents: readonly string[],
  { index, typed }: Recall,
  shown: string,
  direction: 'older' | 'newer',
): { readonly recall: Recall; readonly text: string } | undefined {
  const kept = index === -1 ? shown : typed;
  const next = index + (direction === 'older' ? 1 : -1);
  if (next < -1) return undefined;
  const text = next === -1 ? kept : recents[next];
  return text === undefined ? undefined : { recall: { index: next, typed: kept }, text };
}
