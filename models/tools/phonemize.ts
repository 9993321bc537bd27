/**
 * Phonemes of training text by the app's own front end: lines on stdin, one JSON line each on stdout,
 * {"text", "segments": [Segment…]}, with segments as long as sentences.
 *
 *   node scripts/run-ts.mjs models/tools/phonemize.ts < sentences.txt > phonemes.jsonl
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { createFrontEnd } from '../../engine/text/front-end.js';
import { openDictionary } from '../../engine/text/phonemes/dictionary.js';
import { createEspeak } from '../../engine/text/phonemes/espeak.js';
import { createPhonemizer } from '../../engine/text/phonemes/phonemizer.js';
import type { Segment } from '../../engine/text/types.js';

const MAX_SEGMENT_DURATION_MS = 20_000;

const bytes = await readFile(new URL('../../cmudict.bin', import.meta.url));
const phonemizer = createPhonemizer({ dictionary: openDictionary(bytes), espeak: createEspeak({ process }) });
const frontEnd = createFrontEnd(phonemizer);

for await (const text of createInterface({ input: process.stdin })) {
  const segments: Segment[] = [];
  for await (const segment of frontEnd.segments(text, { maxSegmentDurationMs: MAX_SEGMENT_DURATION_MS })) {
    segments.push(segment);
  }
  process.stdout.write(`${JSON.stringify({ text, segments })}\n`);
}
