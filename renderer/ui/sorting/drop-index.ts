export type DropEdge = 'before' | 'after';

/**
 * Where a dragged item goes in its list.
 * @returns the index among the items without the dragged one; it may come from another list
 */
export function indexAfterDrop(
  ids: readonly string[],
  draggedId: string,
  targetId: string,
  edge: DropEdge,
): number {
  const others = ids.filter((id) => id !== draggedId);
  const target = others.indexOf(targetId);
  // Dropped on itself, it stays where it is.
  if (target === -1) return Math.max(0, ids.indexOf(draggedId));
  return edge === 'before' ? target : target + 1;
}

/**
 * Where an item goes that is moved by a number of places.
 * @returns undefined where there is no such place
 */
export function indexAfterStep(ids: readonly string[], id: string, step: number): number | undefined {
  const from = ids.indexOf(id);
  const to = from + step;
  return from === -1 || to < 0 || to >= ids.length ? undefined : to;
}
