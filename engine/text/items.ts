import type { Atom } from './atoms.js';
import { phonemeMs, unitMs } from './estimate.js';
import type { Span, Unit, WordUnit } from './types.js';

/** A stretch of a sentence that is never cut: a word, or what is heard of one number, with what trails it. */
export interface Item {
  readonly start: number;
  readonly end: number;
  readonly units: readonly Unit[];
  readonly spans: readonly Span[];
  /** A space or a mark stands at its end, so that a cut there is one between words. */
  readonly endsInSpace: boolean;
  /** It ends in a mark inside a phrase. */
  readonly weak: boolean;
  /** It ends inside a word, because the word alone is longer than a segment may be. */
  readonly torn: boolean;
}

function isDivision(atom: Atom): boolean {
  const { span } = atom;
  return atom.units[0]?.kind === 'punct' || (span?.kind === 'skipped' && span.reason === 'whitespace');
}

function isWord(atom: Atom): boolean {
  return atom.units[0]?.kind === 'word';
}

/** Atoms by word: what trails a word up to the last space or mark is its own, what opens the next is the next's. */
function groupsOf(atoms: readonly Atom[]): Atom[][] {
  const groups: Atom[][] = [];
  let current: Atom[] = [];
  for (const atom of atoms) {
    if (isWord(atom) && current.some(isWord)) {
      const lastDivision = current.findLastIndex((own) => isDivision(own) || isWord(own));
      const own = isDivision(current[lastDivision] ?? atom) ? lastDivision + 1 : current.length;
      groups.push(current.slice(0, own));
      current = current.slice(own);
    }
    current.push(atom);
  }
  return current.length > 0 ? [...groups, current] : groups;
}

function itemOf(atoms: readonly Atom[]): Item {
  return {
    start: atoms[0]?.source.start ?? 0,
    end: atoms.at(-1)?.source.end ?? 0,
    units: atoms.flatMap((atom) => atom.units),
    spans: atoms.flatMap((atom) => (atom.span ? [atom.span] : [])),
    endsInSpace: atoms.some(isDivision),
    weak: atoms.some((atom) => atom.weak),
    torn: false,
  };
}

/** Parts of one word, each within the room, its letters shared out by the share of its phonemes. */
function tearWord(unit: WordUnit, roomMs: number): WordUnit[] {
  const parts: string[][] = [];
  let sumMs = Number.POSITIVE_INFINITY;
  for (const phoneme of unit.phonemes) {
    const durationMs = phonemeMs(phoneme, unit.language);
    if (sumMs + durationMs > roomMs) {
      parts.push([]);
      sumMs = 0;
    }
    parts.at(-1)?.push(phoneme);
    sumMs += durationMs;
  }
  const letters = Array.from(unit.text);
  return parts.map((phonemes, at) => {
    const from = Math.round((letters.length * at) / parts.length);
    const to = Math.round((letters.length * (at + 1)) / parts.length);
    return { ...unit, phonemes, text: letters.slice(from, to).join('') };
  });
}

function packed(units: readonly WordUnit[], roomMs: number): WordUnit[][] {
  const parts: WordUnit[][] = [];
  let sumMs = Number.POSITIVE_INFINITY;
  for (const unit of units) {
    const durationMs = unitMs(unit);
    if (sumMs + durationMs > roomMs) {
      parts.push([]);
      sumMs = 0;
    }
    parts.at(-1)?.push(unit);
    sumMs += durationMs;
  }
  return parts;
}

/** Splits what is heard of one piece of text into items within the room; its source is shared out between them. */
function tear(atom: Atom, roomMs: number): Item[] {
  const words = atom.units.flatMap((unit) => (unit.kind === 'word' ? [unit] : []));
  const small = words.flatMap((unit) => (unitMs(unit) > roomMs ? tearWord(unit, roomMs) : [unit]));
  const parts = packed(small, roomMs);
  const { start, end } = atom.source;
  const bounds = parts.map((_, at) => start + Math.round(((end - start) * at) / parts.length));
  return parts.map((part, at) => {
    const source = { start: bounds[at] ?? start, end: bounds[at + 1] ?? end };
    const spoken: Span = { source, kind: 'spoken', text: part.map((unit) => unit.text).join(' ') };
    return {
      ...source,
      units: part.map((unit) => ({ ...unit, source })),
      spans: source.start < source.end ? [spoken] : [],
      endsInSpace: false,
      weak: false,
      torn: true,
    };
  });
}

/**
 * The items of a sentence, none of whose words are longer than the room; the sources of the items tile it.
 *
 * @param roomMs the longest stretch of words that fits a segment
 */
export function itemsOf(atoms: readonly Atom[], roomMs: number): Item[] {
  return groupsOf(atoms).flatMap((group) => {
    const whole = itemOf(group);
    const wordsMs = whole.units.reduce((sum, unit) => (unit.kind === 'word' ? sum + unitMs(unit) : sum), 0);
    if (wordsMs <= roomMs) return [whole];
    const at = group.findIndex(isWord);
    const word = group[at];
    if (word === undefined) return [whole];
    const parts = tear(word, roomMs);
    const [first, last] = [parts.shift(), parts.pop()];
    if (first === undefined || last === undefined) return [whole];
    const lead = itemOf(group.slice(0, at));
    const trail = itemOf(group.slice(at + 1));
    const head: Item = { ...first, start: whole.start, spans: [...lead.spans, ...first.spans] };
    const tail: Item = {
      ...last,
      end: Math.max(last.end, trail.end),
      units: [...last.units, ...trail.units],
      spans: [...last.spans, ...trail.spans],
      endsInSpace: trail.endsInSpace,
      weak: trail.weak,
      torn: false,
    };
    return [head, ...parts, tail];
  });
}
