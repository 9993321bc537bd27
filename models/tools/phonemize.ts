/**
 * Phonemes of training text: lines on stdin, one JSON line each on stdout, {"text", "segments": [Segment…]}.
 *
 *   node models/tools/run.mjs phonemize < sentences.txt > phonemes.jsonl
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { openDictionary } from '../../engine/text/phonemes/dictionary.js';
import { createEspeak } from '../../engine/text/phonemes/espeak.js';
import { segmentHan } from '../../engine/text/phonemes/mandarin.js';
import { createPhonemizer } from '../../engine/text/phonemes/phonemizer.js';
import type { PendingWord, PunctuationSymbol, Segment, SourceRange, Unit } from '../../engine/text/types.js';

const PUNCTUATION: ReadonlyMap<string, PunctuationSymbol> = new Map(
  Object.entries({
    ';': ';',
    ':': ':',
    ',': ',',
    '.': '.',
    '!': '!',
    '?': '?',
    '—': '—',
    '–': '—',
    '…': '…',
    '、': '、',
    '，': ',',
    '。': '.',
    '；': ';',
    '：': ':',
    '！': '!',
    '？': '?',
  } as const),
);
const SENTENCE_ENDS: ReadonlySet<string> = new Set(['.', '!', '?', '…']);

type Piece =
  | { readonly kind: 'word'; readonly word: PendingWord; readonly source: SourceRange }
  | { readonly kind: 'punct'; readonly symbol: PunctuationSymbol; readonly source: SourceRange };

function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  for (const match of text.matchAll(
    /\p{Script=Han}+|[\p{Script=Latin}\p{M}\p{N}'’]+(?:-[\p{Script=Latin}\p{M}\p{N}'’]+)*|[;:,.!?—–…、，。；：！？]/gu,
  )) {
    const found = match[0];
    const symbol = PUNCTUATION.get(found);
    let start = match.index;
    if (symbol !== undefined) {
      result.push({ kind: 'punct', symbol, source: { start, end: start + found.length } });
      continue;
    }
    const isHan = /\p{Script=Han}/u.test(found);
    for (const word of isHan ? segmentHan(found) : [found]) {
      const source = { start, end: start + word.length };
      if (/[\p{L}\p{N}]/u.test(word))
        result.push({ kind: 'word', word: { text: word, language: isHan ? 'zh' : 'en' }, source });
      start = source.end;
    }
  }
  return result;
}

const bytes = await readFile(new URL('../cmudict.bin', import.meta.url));
const phonemizer = createPhonemizer({ dictionary: openDictionary(bytes), espeak: createEspeak() });

async function segmentsOf(text: string): Promise<Segment[]> {
  const found = pieces(text);
  const pending = found.flatMap((piece, index): PendingWord[] => {
    if (piece.kind !== 'word') return [];
    const next = found[index + 1];
    return [next?.kind === 'punct' ? { ...piece.word, followedBy: next.symbol } : piece.word];
  });
  const phonemes = await phonemizer.phonemize(pending);
  let wordIndex = 0;
  const units = found.map((piece): Unit => {
    if (piece.kind === 'punct') return piece;
    const { text: spelling, language } = piece.word;
    return {
      kind: 'word',
      text: spelling,
      language,
      source: piece.source,
      phonemes: phonemes[wordIndex++] ?? [],
    };
  });
  const segments: Segment[] = [];
  let from = 0;
  units.forEach((unit, index) => {
    const ends = unit.kind === 'punct' && SENTENCE_ENDS.has(unit.symbol) && units[index + 1]?.kind === 'word';
    if (!ends && index < units.length - 1) return;
    segments.push(segmentOf(units.slice(from, index + 1), segments.length));
    from = index + 1;
  });
  return segments;
}

function segmentOf(units: readonly Unit[], index: number): Segment {
  const source = { start: units[0]?.source.start ?? 0, end: units.at(-1)?.source.end ?? 0 };
  const words = units.flatMap((unit) => (unit.kind === 'word' ? [unit] : []));
  const mandarinCount = words.filter((word) => word.language === 'zh').length;
  return {
    index,
    source,
    language: mandarinCount * 2 > words.length ? 'zh' : 'en',
    units,
    spans: [],
    break: 'sentence',
    estimatedDurationMs: 0,
  };
}

for await (const text of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify({ text, segments: await segmentsOf(text) })}\n`);
}
