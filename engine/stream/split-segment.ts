import type { Segment, Unit } from '../text/types.js';

/**
 * Cuts a segment until every piece fits the model. Nothing is dropped: the pieces' sources and spans tile the segment's,
 * and their units are the segment's units in order. Cuts prefer the end of a clause, then the middle.
 * @param fits whether the model takes a segment whole
 */
export function splitToFit(segment: Segment, fits: (segment: Segment) => boolean): Segment[] {
  if (fits(segment)) return [segment];
  const units = segment.units.length === 1 ? halveWord(segment.units[0]) : segment.units;
  // One phoneme that does not fit is beyond cutting; the tokenizer refuses it with a reason.
  if (units.length < 2) return [segment];
  const divisible = { ...segment, units };
  return cutAt(divisible, bestCut(divisible)).flatMap((piece) => splitToFit(piece, fits));
}

/** A single word of hundreds of phonemes is no word of any language, but it may stand in a text. */
function halveWord(unit: Unit | undefined): readonly Unit[] {
  if (unit?.kind !== 'word') return [];
  const middle = Math.ceil(unit.phonemes.length / 2);
  const halves = [unit.phonemes.slice(0, middle), unit.phonemes.slice(middle)];
  return halves.filter((phonemes) => phonemes.length > 0).map((phonemes) => ({ ...unit, phonemes }));
}

/** Index of the unit that begins the second piece. */
function bestCut({ units, spans }: Segment): number {
  const spanStarts = new Set(spans.map((span) => span.source.start));
  const costs = units.map((unit, index) => {
    if (index === 0) return Infinity;
    const distance = Math.abs(index / units.length - 0.5);
    const tearsClause = units[index - 1]?.kind !== 'punct';
    // Punctuation belongs to the words before it.
    const leavesPunctuation = unit.kind === 'punct';
    // Words of one span come from the same characters, which cannot be divided between them.
    const tearsSpan = !spanStarts.has(unit.source.start);
    return distance + (tearsClause ? 0.5 : 0) + (leavesPunctuation ? 1 : 0) + (tearsSpan ? 2 : 0);
  });
  return costs.indexOf(Math.min(...costs));
}

function cutAt(segment: Segment, unitIndex: number): [Segment, Segment] {
  const { source, units, spans } = segment;
  const wanted = Math.max(units[unitIndex]?.source.start ?? source.end, source.start);
  // A span that holds words of both pieces goes to the first one whole.
  const straddled = spans.find((span) => span.source.start < wanted && wanted < span.source.end);
  const offset = Math.min(straddled?.source.end ?? wanted, source.end);
  const firstShare = unitIndex / units.length;
  const isClauseEnd = units[unitIndex - 1]?.kind === 'punct';
  return [
    {
      ...segment,
      source: { start: source.start, end: offset },
      units: units.slice(0, unitIndex),
      spans: spans.filter((span) => span.source.end <= offset),
      break: isClauseEnd ? 'clause' : 'forced',
      estimatedDurationMs: segment.estimatedDurationMs * firstShare,
    },
    {
      ...segment,
      source: { start: offset, end: source.end },
      units: units.slice(unitIndex),
      spans: spans.filter((span) => span.source.start >= offset),
      estimatedDurationMs: segment.estimatedDurationMs * (1 - firstShare),
    },
  ];
}
