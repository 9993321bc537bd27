/** Names that a person may have meant, the nearest first: those within a third of the letters wrong. */
export function nearest(wanted: string, names: readonly string[]): string[] {
  const target = wanted.toLowerCase();
  return names
    .map((name) => ({ name, distance: nameDistance(target, name.toLowerCase()) }))
    .filter(
      ({ name, distance }) => distance <= Math.max(1, Math.floor(Math.min(target.length, name.length) / 3)),
    )
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
}

/** "; did you mean a or b?" to end a message with; empty where nothing comes near. */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const near = nearest(wanted, names);
  return near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
}

/** The prefix of a voice id ("en_") may be left out. */
function nameDistance(target: string, name: string): number {
  const short = name.replace(/^[a-z]{2}_/, '');
  return Math.min(editDistance(target, name), editDistance(target, short));
}

/** Letters wrong, missing, extra or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let cost = Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
