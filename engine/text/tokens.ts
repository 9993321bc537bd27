/** Units of a segment → the token ids of a model pack's alphabet. */

import { SottoError } from '../shared/errors.js';
import type { Language, Unit, WordUnit } from './types.js';

/** The token table of a pack: symbol → id, by language, and for both (`any`: space and punctuation). */
export interface TokenAlphabet {
  /** The id at both ends of every sequence. */
  readonly pad: number;
  readonly symbols: Readonly<Record<Language | 'any', Readonly<Record<string, number>>>>;
}

/** A symbol for which the alphabet has neither an id nor a stand-in; it is left out of the sequence. */
export interface UnknownSymbol {
  readonly symbol: string;
  readonly unitIndex: number;
}

export interface Tokens {
  /** Pads included. */
  readonly ids: BigInt64Array;
  /** For each token the index of its unit; −1 for pads and spaces. */
  readonly unitOfToken: Int32Array;
  readonly unknown: readonly UnknownSymbol[];
}

const SPACE = ' ';
const PAD_COUNT = 2;

/** Marks that stand in for one that an alphabet lacks: the nearest pause. */
const PUNCTUATION_FALLBACK: Readonly<Record<string, string>> = {
  '、': ',',
  ';': ',',
  ':': ',',
  '—': ',',
  '…': '.',
  '!': '.',
  '?': '.',
};

/**
 * Turns the units of one segment into token ids.
 *
 * Between two adjacent words one of which is English, and between a mark and an English word, stands a space. A
 * phoneme that the alphabet holds is one token; any other is split by longest match.
 *
 * @param maxTokens the model's limit, pads included
 * @throws SottoError `contract-violation` beyond the limit: the caller cuts with {@link splitToFit} first
 */
export function tokenize(units: readonly Unit[], alphabet: TokenAlphabet, maxTokens: number): Tokens {
  const writer = new Sequence(alphabet);
  units.forEach((unit, index) => writer.add(unit, units[index - 1], index));
  const count = writer.ids.length + PAD_COUNT;
  if (count > maxTokens) {
    throw new SottoError({
      code: 'contract-violation',
      message: `A segment of ${String(count)} tokens is longer than the voice's limit of ${String(maxTokens)}.`,
      kept: 'The text is complete; nothing was cut off.',
      next: 'Speak it in shorter sentences, and report this text.',
    });
  }
  const ids = new BigInt64Array(count).fill(BigInt(alphabet.pad));
  const unitOfToken = new Int32Array(count).fill(-1);
  writer.ids.forEach((id, at) => (ids[at + 1] = BigInt(id)));
  unitOfToken.set(writer.unitOfToken, 1);
  return { ids, unitOfToken, unknown: writer.unknown };
}

/** How many tokens `tokenize` makes of these units, pads included. */
export function tokenCount(units: readonly Unit[], alphabet: TokenAlphabet): number {
  const writer = new Sequence(alphabet);
  units.forEach((unit, index) => writer.add(unit, units[index - 1], index));
  return writer.ids.length + PAD_COUNT;
}

/**
 * Cuts units into the fewest runs, first to last, that each fit into `maxTokens`: after the last mark that fits, else
 * after the last word that fits. Only a single word beyond the limit is cut inside; its parts share its source.
 *
 * @throws RangeError when the limit leaves no room for one symbol between the pads
 */
export function splitToFit(units: readonly Unit[], alphabet: TokenAlphabet, maxTokens: number): Unit[][] {
  const roomCount = maxTokens - PAD_COUNT;
  if (roomCount < 1)
    throw new RangeError(`No room between the pads: a limit of ${String(maxTokens)} tokens.`);
  const runs: Unit[][] = [];
  let rest = units.flatMap((unit) => (unit.kind === 'word' ? splitWord(unit, alphabet, roomCount) : [unit]));
  while (rest.length > 0) {
    const fitting = fittingCount(rest, alphabet, roomCount);
    const lastMark = rest.slice(0, fitting).findLastIndex((unit) => unit.kind === 'punct');
    const end = fitting === rest.length || lastMark < 0 ? fitting : lastMark + 1;
    runs.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return runs;
}

/** How many units from the start fit; at least one. */
function fittingCount(units: readonly Unit[], alphabet: TokenAlphabet, roomCount: number): number {
  const writer = new Sequence(alphabet);
  for (const [index, unit] of units.entries()) {
    writer.add(unit, units[index - 1], index);
    if (writer.ids.length > roomCount) return Math.max(1, index);
  }
  return units.length;
}

function splitWord(word: WordUnit, alphabet: TokenAlphabet, roomCount: number): WordUnit[] {
  const parts: WordUnit[] = [];
  let phonemes: string[] = [];
  let usedCount = 0;
  const pieces = word.phonemes.flatMap((phoneme) =>
    symbolsOf(phoneme, tablesOf(word.language, alphabet)).length > roomCount ? [...phoneme] : [phoneme],
  );
  for (const phoneme of pieces) {
    const count = symbolsOf(phoneme, tablesOf(word.language, alphabet)).length;
    if (usedCount + count > roomCount && phonemes.length > 0) {
      parts.push({ ...word, phonemes });
      phonemes = [];
      usedCount = 0;
    }
    phonemes.push(phoneme);
    usedCount += count;
  }
  return [...parts, { ...word, phonemes }];
}

type Table = Readonly<Record<string, number>>;

function tablesOf(language: Language, alphabet: TokenAlphabet): readonly Table[] {
  return [alphabet.symbols[language], alphabet.symbols.any];
}

function idOf(symbol: string, tables: readonly Table[]): number | undefined {
  return tables.find((table) => Object.hasOwn(table, symbol))?.[symbol];
}

/** A phoneme whole, or the longest symbols that make it up; what no symbol covers is a character without an id. */
function symbolsOf(phoneme: string, tables: readonly Table[]): { symbol: string; id: number | undefined }[] {
  const characters = [...phoneme];
  const found: { symbol: string; id: number | undefined }[] = [];
  for (let at = 0; at < characters.length;) {
    let length = characters.length - at;
    let symbol = characters.slice(at).join('');
    while (length > 1 && idOf(symbol, tables) === undefined) {
      length -= 1;
      symbol = characters.slice(at, at + length).join('');
    }
    found.push({ symbol, id: idOf(symbol, tables) });
    at += length;
  }
  return found;
}

/** The tokens between the pads, as they are written. */
class Sequence {
  readonly ids: number[] = [];
  readonly unitOfToken: number[] = [];
  readonly unknown: UnknownSymbol[] = [];

  constructor(private readonly alphabet: TokenAlphabet) {}

  add(unit: Unit, previous: Unit | undefined, unitIndex: number): void {
    if (unit.kind === 'punct') {
      this.push(unit.symbol, this.punctuationId(unit.symbol), unitIndex);
      return;
    }
    const space = idOf(SPACE, tablesOf(unit.language, this.alphabet));
    if (previous !== undefined && isSpaced(unit, previous) && space !== undefined) {
      this.ids.push(space);
      this.unitOfToken.push(-1);
    }
    for (const phoneme of unit.phonemes) {
      for (const { symbol, id } of symbolsOf(phoneme, tablesOf(unit.language, this.alphabet))) {
        this.push(symbol, id, unitIndex);
      }
    }
  }

  private push(symbol: string, id: number | undefined, unitIndex: number): void {
    if (id === undefined) {
      this.unknown.push({ symbol, unitIndex });
      return;
    }
    this.ids.push(id);
    this.unitOfToken.push(unitIndex);
  }

  private punctuationId(symbol: string): number | undefined {
    const { any, en, zh } = this.alphabet.symbols;
    let candidate: string | undefined = symbol;
    while (candidate !== undefined) {
      const id = idOf(candidate, [any, en, zh]);
      if (id !== undefined) return id;
      candidate = PUNCTUATION_FALLBACK[candidate];
    }
    return undefined;
  }
}

function isSpaced(word: WordUnit, previous: Unit): boolean {
  return word.language === 'en' || (previous.kind === 'word' && previous.language === 'en');
}
