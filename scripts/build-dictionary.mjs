/**
 * Writes the compact pronunciation dictionary that engine/text/phonemes/dictionary.ts reads.
 *
 *   node scripts/build-dictionary.mjs [OUT]        (default: dist/engine/cmudict.bin)
 *
 * Layout, little-endian:
 *   u32 magic 'SCD1' · u32 blockCount · u32 symbolBytes · symbols (ASCII, separated by spaces, padded to 4 bytes)
 *   u32[blockCount] offsets of the blocks from the start of the file
 *   blocks of up to 16 entries, sorted by bytes:
 *     u8 sharedPrefixLength · u8 suffixLength · suffix · u8 pronunciationCount · { u8 length · symbol indices }…
 * Front coding starts anew in each block, so that a look-up is a binary search over blocks and one short scan.
 */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAGIC = 0x31444353;
const ENTRIES_PER_BLOCK = 16;

/** Words with every pronunciation in order; the dictionary's trailing comments (`# place, danish`) are cut off. */
function collect(dictionary) {
  const words = new Map();
  for (const [key, value] of Object.entries(dictionary)) {
    const phones = value.split('#')[0].trim().split(/\s+/);
    const word = key.replace(/\(\d+\)$/, '');
    const known = words.get(word);
    if (known === undefined) words.set(word, [phones]);
    else known.push(phones);
  }
  return [...words].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function sharedPrefixLength(a, b) {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Encodes the dictionary object of `cmu-pronouncing-dictionary` in the layout above. */
export function encodeDictionary(dictionary) {
  const entries = collect(dictionary).filter(([word]) => /^[\x21-\x7e]+$/.test(word));
  const symbols = [...new Set(entries.flatMap(([, variants]) => variants.flat()))].sort();
  const symbolIndex = new Map(symbols.map((symbol, index) => [symbol, index]));
  const blocks = [];
  for (let start = 0; start < entries.length; start += ENTRIES_PER_BLOCK) {
    const bytes = [];
    let previous = '';
    for (const [word, variants] of entries.slice(start, start + ENTRIES_PER_BLOCK)) {
      const shared = sharedPrefixLength(previous, word);
      bytes.push(shared, word.length - shared, ...Buffer.from(word.slice(shared), 'latin1'), variants.length);
      for (const phones of variants)
        bytes.push(phones.length, ...phones.map((phone) => symbolIndex.get(phone)));
      previous = word;
    }
    blocks.push(Buffer.from(bytes));
  }
  const symbolText = Buffer.from(symbols.join(' '), 'latin1');
  const symbolBytes = Math.ceil(symbolText.length / 4) * 4;
  const header = Buffer.alloc(12 + symbolBytes + blocks.length * 4, ' ');
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(blocks.length, 4);
  header.writeUInt32LE(symbolBytes, 8);
  symbolText.copy(header, 12);
  let offset = header.length;
  blocks.forEach((block, index) => {
    header.writeUInt32LE(offset, 12 + symbolBytes + index * 4);
    offset += block.length;
  });
  return Buffer.concat([header, ...blocks]);
}

/** Builds the file at `outPath`, creating its folder. */
export async function buildDictionary(outPath) {
  const { dictionary } = await import('cmu-pronouncing-dictionary');
  mkdirSync(dirname(outPath), { recursive: true });
  writeFileSync(outPath, encodeDictionary(dictionary));
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const fallback = fileURLToPath(new URL('../dist/engine/cmudict.bin', import.meta.url));
  await buildDictionary(process.argv[2] === undefined ? fallback : resolve(process.argv[2]));
}
