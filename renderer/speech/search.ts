/**
 * The number of entries of a list, ordered by `keyOf`, whose key is at most `key`: the index of the last of them is one less.
 */
export function countUpTo<T>(entries: readonly T[], key: number, keyOf: (entry: T) => number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle];
    if (entry !== undefined && keyOf(entry) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
