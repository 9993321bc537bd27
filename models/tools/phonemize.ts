/**
 * Phonemes of training text by the app's own front end: lines on stdin, one JSON line each on stdout,
 * {"text", "segments": [Segment…]}, with segments as long as sentences.
 *
 *   node scripts/run-ts.mjs models/tools/phonemize.ts < sentences.txt > phonemes.jsonl
 */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { openStandardFrontEnd } from '../../engine/text/standard-front-end.js';
import { installationPaths } from '../../engine/host/paths.js';
import type { Segment } from '../../engine/text/types.js';

const MAX_SEGMENT_DURATION_MS = 20_000;

const { dictionaryFile } = installationPaths(import.meta.url);
const frontEnd = await openStandardFrontEnd(() => readFile(dictionaryFile), process);

for await (const text of createInterface({ input: process.stdin })) {
  const segments: Segment[] = [];
  for await (const segment of frontEnd.segments(text, { maxSegmentDurationMs: MAX_SEGMENT_DURATION_MS })) {
    segments.push(segment);
  }
  process.stdout.write(`${JSON.stringify({ text, segments })}\n`);
}
