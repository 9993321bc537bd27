/** Reader of the compact pronunciation dictionary written by scripts/build-dictionary.mjs (layout described there). */

const MAGIC = 0x31444353;
const HEADER_BYTES = 12;

/** Looks words up in a pronunciation dictionary. */
export interface Dictionary {
  /** Every pronunciation of a lower-case word, as ARPAbet symbols with stress digits; empty when unknown. */
  lookup(word: string): readonly (readonly string[])[];
}

/**
 * Opens a dictionary over the bytes of `cmudict.bin`, which are kept, not copied: opening costs no parsing.
 * @throws RangeError when the bytes are not a dictionary
 */
export function openDictionary(bytes: Uint8Array): Dictionary {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new RangeError('These bytes are not a pronunciation dictionary.');
  }
  const blockCount = view.getUint32(4, true);
  const symbolBytes = view.getUint32(8, true);
  const symbols = ascii(bytes, HEADER_BYTES, symbolBytes).trim().split(' ');
  const indexStart = HEADER_BYTES + symbolBytes;
  const blockStart = (block: number): number => view.getUint32(indexStart + block * 4, true);
  const blockEnd = (block: number): number =>
    block + 1 < blockCount ? blockStart(block + 1) : bytes.byteLength;
  const firstWord = (block: number): string =>
    ascii(bytes, blockStart(block) + 2, view.getUint8(blockStart(block) + 1));

  return {
    lookup(word) {
      let low = 0;
      let high = blockCount;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (firstWord(middle) <= word) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? [] : scanBlock(bytes, blockStart(low - 1), blockEnd(low - 1), symbols, word);
    },
  };
}

function scanBlock(
  bytes: Uint8Array,
  start: number,
  end: number,
  symbols: readonly string[],
  word: string,
): readonly (readonly string[])[] {
  let at = start;
  let current = '';
  const next = (): number => bytes[at++] ?? 0;
  while (at < end) {
    const shared = next();
    const suffixLength = next();
    current = current.slice(0, shared) + ascii(bytes, at, suffixLength);
    at += suffixLength;
    const variants: string[][] = [];
    for (let remaining = next(); remaining > 0; remaining--) {
      const length = next();
      if (current === word)
        variants.push(Array.from(bytes.subarray(at, at + length), (index) => symbols[index] ?? ''));
      at += length;
    }
    if (current === word) return variants;
    if (current > word) return [];
  }
  return [];
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  let text = '';
  for (let at = start; at < start + length; at++) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
