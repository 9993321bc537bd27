import { cutQuality, PHRASE_QUALITY, CLAUSE_QUALITY } from './boundary.js';
import { cutPositions, firstBoundMs, speechRoomMs } from './cut.js';
import type { CutItem } from './cut.js';
import { pauseMs, unitsMs } from './estimate.js';
import { normalise } from './normalise/normalise.js';
import { atomsOf } from './atoms.js';
import type { Atom } from './atoms.js';
import { itemsOf } from './items.js';
import type { Item } from './items.js';
import { sentencesOf } from './sentences.js';
import type { Sentence } from './sentences.js';
import type { FrontEnd, Language, Phonemizer, Segment, SegmentBreak, SegmentOptions, Unit } from './types.js';

const DEFAULT_MAX_SEGMENT_MS = 5000;
/** Below this a bound would tear ordinary words apart. */
const MIN_BOUND_MS = 1000;
/** Above this a segment no longer fits the token limit of the model family. */
const MAX_BOUND_MS = 20_000;

interface Bounds {
  readonly maxMs: number;
  /** The bound that the first part should keep if there is a natural place to cut. */
  readonly firstMs: number;
}

function boundsOf(options: SegmentOptions): Bounds {
  const clamp = (value: number): number => Math.min(MAX_BOUND_MS, Math.max(MIN_BOUND_MS, value));
  const maxMs = clamp(options.maxSegmentDurationMs ?? DEFAULT_MAX_SEGMENT_MS);
  return { maxMs, firstMs: Math.min(maxMs, Math.max(0, options.firstSegmentDurationMs ?? maxMs)) };
}

function languageOf(units: readonly Unit[], fallback: Language): Language {
  let balance = 0;
  for (const unit of units) if (unit.kind === 'word') balance += unit.language === 'zh' ? 1 : -1;
  if (balance === 0) return units.find((unit) => unit.kind === 'word')?.language ?? fallback;
  return balance > 0 ? 'zh' : 'en';
}

/** A part that is cut where no mark stands gets a comma, so that it ends in a pause and not in mid-air. */
function withClosingMark(units: readonly Unit[], end: number, torn: boolean): readonly Unit[] {
  const last = units.at(-1);
  if (torn || last === undefined || last.kind === 'punct') return units;
  return [...units, { kind: 'punct', symbol: ',', source: { start: end, end } }];
}

function breakOfCut(item: CutItem | undefined): SegmentBreak {
  if (item === undefined) return 'forced';
  if (item.qualityAfter >= CLAUSE_QUALITY) return 'clause';
  return item.marked || item.qualityAfter >= PHRASE_QUALITY ? 'phrase' : 'forced';
}

function breakOfSentence(sentence: Sentence): SegmentBreak {
  return sentence.level === 'none' ? 'forced' : sentence.level;
}

function cutItemsOf(items: readonly Item[]): CutItem[] {
  return items.map((item, at) => {
    const left = item.units.at(-1);
    const right = items[at + 1]?.units[0];
    return {
      durationMs: unitsMs(item.units),
      qualityAfter:
        left && right ? cutQuality(left, right, { touching: !item.endsInSpace, weak: item.weak }) : 0,
      marked: left?.kind === 'punct',
    };
  });
}

/** The item counts at which the segments of a sentence end. */
function endsOf(sentence: Sentence, cutItems: readonly CutItem[], bounds: Bounds): number[] {
  const closingMs = sentence.level === 'none' ? pauseMs(',') : 0;
  const maxMs = bounds.maxMs - closingMs;
  const firstMs = firstBoundMs(cutItems, Math.min(maxMs, bounds.firstMs), maxMs);
  return [...cutPositions(cutItems, maxMs, firstMs), cutItems.length];
}

/** Cuts one sentence into segments without their index. */
function segmentsOfSentence(
  sentence: Sentence,
  atoms: readonly Atom[],
  bounds: Bounds,
): Omit<Segment, 'index'>[] {
  const items = itemsOf(atoms, speechRoomMs(bounds.maxMs));
  const cutItems = cutItemsOf(items);
  const ends = endsOf(sentence, cutItems, bounds);
  return ends.map((end, part) => {
    const own = items.slice(ends[part - 1] ?? 0, end);
    const last = end === items.length;
    const start = own[0]?.start ?? 0;
    const sourceEnd = own.at(-1)?.end ?? start;
    const plain = own.flatMap((item) => item.units);
    const cutsPhrase = last ? sentence.level === 'none' : true;
    const units = cutsPhrase ? withClosingMark(plain, sourceEnd, own.at(-1)?.torn ?? false) : plain;
    return {
      source: { start, end: sourceEnd },
      language: languageOf(units, 'en'),
      units,
      spans: own.flatMap((item) => item.spans),
      break: last ? breakOfSentence(sentence) : breakOfCut(cutItems[end - 1]),
      estimatedDurationMs: unitsMs(units),
    };
  });
}

/**
 * Composes the text stages: normalisation, sentences, pronunciation, cuts.
 *
 * @param phonemizer pronounces the words; it sees one sentence (or one part of a very long one) at a time
 */
export function createFrontEnd(phonemizer: Phonemizer): FrontEnd {
  return {
    async *segments(text, options = {}) {
      const { maxMs, firstMs } = boundsOf(options);
      let index = 0;
      for (const sentence of sentencesOf(normalise(text, options.language))) {
        const atoms = await atomsOf(sentence.pieces, phonemizer);
        const bounds = { maxMs, firstMs: index === 0 ? firstMs : maxMs };
        for (const segment of segmentsOfSentence(sentence, atoms, bounds)) {
          yield { index, ...segment };
          index += 1;
        }
      }
    },
  };
}
