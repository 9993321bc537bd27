/** Units of a segment → the token ids of a model pack's alphabet. */

import { SottoError } from '../shared/errors.js';
import type { Language, Segment, Unit, WordUnit } from './types.js';

/** The token table of a pack: symbol → id, by language, and for both (`any`: space and punctuation). */
export interface TokenAlphabet {
  /** The id at both ends of every sequence. */
  readonly pad: number;
  readonly symbols: Readonly<Record<Language | 'any', Readonly<Record<string, number>>>>;
}

export interface Tokens {
  /** Pads included. */
  readonly ids: readonly number[];
  /** For each token the index of its unit; −1 for pads and spaces. */
  readonly unitOfToken: Int32Array;
  /** Symbols without an id or a stand-in in the alphabet, in order; they are left out of `ids`. */
  readonly unknownSymbols: readonly string[];
}

const SPACE = ' ';
const PAD_COUNT = 2;
const NO_UNIT = -1;

type TokenSource = Pick<Segment, 'units'>;

/** Marks that stand in for one that an alphabet lacks, the nearest pause first. */
const PUNCTUATION_FALLBACKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['、', [',']],
  [';', [',']],
  [':', [',']],
  ['—', [',']],
  ['…', ['.']],
  ['!', ['.']],
  ['?', ['.']],
]);

/**
 * Turns the units of one segment into token ids.
 *
 * Between two adjacent words one of which is English, and between a mark and an English word, stands a space. A
 * phoneme that the alphabet holds is one token; any other is split by longest match.
 *
 * @param maxTokens the model's limit, pads included
 * @throws SottoError `contract-violation` beyond the limit: the caller asks {@link tokenCount} and cuts first
 */
export function tokenize(segment: TokenSource, alphabet: TokenAlphabet, maxTokens: number): Tokens {
  const { ids, unitOfToken, unknownSymbols } = writeTokens(segment, alphabet);
  if (ids.length + PAD_COUNT > maxTokens) {
    throw new SottoError({
      code: 'contract-violation',
      message: `A segment of ${ids.length + PAD_COUNT} tokens is longer than the voice's limit of ${maxTokens}.`,
      kept: 'The text before it was spoken.',
      next: 'Break the text into shorter sentences there, and report it.',
    });
  }
  return {
    ids: [alphabet.pad, ...ids, alphabet.pad],
    unitOfToken: Int32Array.from([NO_UNIT, ...unitOfToken, NO_UNIT]),
    unknownSymbols,
  };
}

/** How many tokens {@link tokenize} makes of a segment, pads included. */
export function tokenCount(segment: TokenSource, alphabet: TokenAlphabet): number {
  return writeTokens(segment, alphabet).ids.length + PAD_COUNT;
}

type Table = Readonly<Record<string, number>>;

function idOf(symbol: string, tables: readonly Table[]): number | undefined {
  return tables.find((table) => Object.hasOwn(table, symbol))?.[symbol];
}

/** A phoneme whole, or the longest symbols that make it up; what no symbol covers is a character without an id. */
function symbolsOf(phoneme: string, tables: readonly Table[]): { symbol: string; id: number | undefined }[] {
  const characters = Array.from(phoneme);
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

/** The tokens between the pads. */
function writeTokens({ units }: TokenSource, alphabet: TokenAlphabet) {
  const ids: number[] = [];
  const unitOfToken: number[] = [];
  const unknownSymbols: string[] = [];
  const write = (symbol: string, id: number | undefined, unitIndex: number): void => {
    if (id === undefined) {
      unknownSymbols.push(symbol);
      return;
    }
    ids.push(id);
    unitOfToken.push(unitIndex);
  };
  units.forEach((unit, index) => {
    if (unit.kind === 'punct') {
      write(unit.symbol, punctuationId(unit.symbol, alphabet), index);
      return;
    }
    const tables = [alphabet.symbols[unit.language], alphabet.symbols.any];
    if (isSpaced(unit, units[index - 1])) write(SPACE, idOf(SPACE, tables), NO_UNIT);
    for (const { symbol, id } of unit.phonemes.flatMap((phoneme) => symbolsOf(phoneme, tables))) {
      write(symbol, id, index);
    }
  });
  return { ids, unitOfToken, unknownSymbols };
}

function punctuationId(symbol: string, alphabet: TokenAlphabet): number | undefined {
  const { any, en, zh } = alphabet.symbols;
  const candidates = [symbol, ...(PUNCTUATION_FALLBACKS.get(symbol) ?? [])];
  return candidates.map((candidate) => idOf(candidate, [any, en, zh])).find((id) => id !== undefined);
}

function isSpaced(word: WordUnit, previous: Unit | undefined): boolean {
  if (previous === undefined) return false;
  return word.language === 'en' || (previous.kind === 'word' && previous.language === 'en');
}
