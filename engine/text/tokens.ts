/** Units of a segment → the token ids of a model pack's alphabet. */

import { SottoError } from '../shared/errors.js';
import type { Language, Segment, Unit } from './types.js';

/** How a pack writes tokens; the `alphabet` of its manifest. */
export interface TokenAlphabet {
  /** Stands once at either end where `before` or `after` is left out. */
  readonly pad: number;
  readonly before?: readonly number[];
  readonly after?: readonly number[];
  /** Where spaces stand: between words alone, or between marks and words too. */
  readonly spacing: 'words' | 'all';
  /** Phonemes, or rows of them parted by spaces, that it writes in another way, by language. */
  readonly spelling: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  /** Symbol → id, by language, and for both (`any`: space and punctuation). */
  readonly symbols: Readonly<Record<Language | 'any', Readonly<Record<string, number>>>>;
}

export interface Tokens {
  /** With what stands before and after. */
  readonly ids: readonly number[];
  /** How many of them say something: without what stands before and after. */
  readonly contentCount: number;
  /** For each token the index of its unit; −1 for spaces and what stands before and after. */
  readonly unitOfToken: Int32Array;
  /** Symbols without an id or a stand-in in the alphabet, in order; they are left out of `ids`. */
  readonly unknownSymbols: readonly string[];
}

const SPACE = ' ';
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
 * Between two adjacent words one of which is English, and between a mark and an English word, stands a space; with the
 * spacing `all`, between any mark and its neighbours too. A phoneme is written in the alphabet's spelling. What the
 * alphabet holds whole is one token then; anything else is split by longest match.
 *
 * @param maxTokens the model's limit, for all of `ids`
 * @throws SottoError `contract-violation` beyond the limit: the caller asks {@link tokenCount} and cuts first
 */
export function tokenize(segment: TokenSource, alphabet: TokenAlphabet, maxTokens: number): Tokens {
  const { ids, unitOfToken, unknownSymbols } = writeTokens(segment, alphabet);
  const before = alphabet.before ?? [alphabet.pad];
  const after = alphabet.after ?? [alphabet.pad];
  const count = before.length + ids.length + after.length;
  if (count > maxTokens) {
    throw new SottoError({
      code: 'contract-violation',
      message: `A segment of ${count} tokens is longer than the voice's limit of ${maxTokens}.`,
      kept: 'The text before it was spoken.',
      next: 'Break the text into shorter sentences there, and report it.',
    });
  }
  return {
    ids: [...before, ...ids, ...after],
    contentCount: ids.length,
    unitOfToken: Int32Array.from([...before.map(() => NO_UNIT), ...unitOfToken, ...after.map(() => NO_UNIT)]),
    unknownSymbols,
  };
}

/** How many tokens {@link tokenize} makes of a segment. */
export function tokenCount(segment: TokenSource, alphabet: TokenAlphabet): number {
  const { before, after } = alphabet;
  return (before?.length ?? 1) + writeTokens(segment, alphabet).ids.length + (after?.length ?? 1);
}

type Table = Readonly<Record<string, number>>;

function idOf(symbol: string, tables: readonly Table[]): number | undefined {
  return tables.find((table) => Object.hasOwn(table, symbol))?.[symbol];
}

/** Phonemes that a spelling may name in a row. */
const MAX_SPELLED_TOGETHER = 4;

/** A word in an alphabet's spelling, which may name several phonemes in a row, parted by spaces; the longest one counts. */
function spelled(phonemes: readonly string[], spelling: Readonly<Record<string, string>>): string[] {
  const written: string[] = [];
  for (let at = 0; at < phonemes.length;) {
    let length = Math.min(MAX_SPELLED_TOGETHER, phonemes.length - at);
    const key = (): string => phonemes.slice(at, at + length).join(' ');
    while (length > 1 && !Object.hasOwn(spelling, key())) length -= 1;
    written.push((Object.hasOwn(spelling, key()) ? spelling[key()] : undefined) ?? key());
    at += length;
  }
  return written;
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

/** The tokens that say something. */
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
    const language = unit.kind === 'word' ? unit.language : 'any';
    const tables = [alphabet.symbols[language], alphabet.symbols.any];
    const spaceId = idOf(SPACE, tables);
    // An alphabet without a space lacks no sound.
    if (spaceId !== undefined && isSpaced(unit, units[index - 1], alphabet.spacing))
      write(SPACE, spaceId, NO_UNIT);
    if (unit.kind === 'punct') {
      write(unit.symbol, punctuationId(unit.symbol, alphabet), index);
      return;
    }
    for (const phoneme of spelled(unit.phonemes, alphabet.spelling[unit.language])) {
      for (const { symbol, id } of symbolsOf(phoneme, tables)) write(symbol, id, index);
    }
  });
  return { ids, unitOfToken, unknownSymbols };
}

function punctuationId(symbol: string, alphabet: TokenAlphabet): number | undefined {
  const { any, en, zh } = alphabet.symbols;
  const candidates = [symbol, ...(PUNCTUATION_FALLBACKS.get(symbol) ?? [])];
  return candidates.map((candidate) => idOf(candidate, [any, en, zh])).find((id) => id !== undefined);
}

function isSpaced(unit: Unit, previous: Unit | undefined, spacing: TokenAlphabet['spacing']): boolean {
  if (previous === undefined) return false;
  if (spacing === 'all' && (unit.kind === 'punct' || previous.kind === 'punct')) return true;
  if (unit.kind === 'punct') return false;
  return unit.language === 'en' || (previous.kind === 'word' && previous.language === 'en');
}
