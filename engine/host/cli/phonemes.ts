import { readFile } from 'node:fs/promises';
import { openStandardFrontEnd } from '../../text/standard-front-end.js';
import type { Segment } from '../../text/types.js';
import type { InstallationPaths } from '../paths.js';
import { maxSegmentMsOf, usageError } from './speak-options.js';
import { print } from './standard-streams.js';
import { durationText } from './text-table.js';
import { linesOf } from './text-input.js';
import { nothingToSay, readStandardInput, standardInput } from './utterances.js';

export interface PhonemesFlags {
  readonly json?: boolean;
  readonly lines?: boolean;
  readonly maxSegment?: string;
}

/** `sotto phonemes`: what will be said, span by span. Runs the front end in this process; no engine is started. */
export async function phonemes(
  words: readonly string[],
  flags: PhonemesFlags,
  paths: InstallationPaths,
  signal: AbortSignal,
): Promise<void> {
  const options =
    flags.maxSegment === undefined ? {} : { maxSegmentDurationMs: maxSegmentMsOf(flags.maxSegment) };
  const argument = words.join(' ');
  const readsInput = words.length === 0 || argument === '-';
  if (words.length === 0 && process.stdin.isTTY) {
    throw usageError('no text', 'give a text, or text on standard input');
  }
  if (flags.lines === true && !readsInput)
    throw usageError('--lines reads standard input; leave the text out');
  const frontEnd = await openStandardFrontEnd(() => readFile(paths.dictionaryFile), process);
  const show = async (text: string) => {
    if (flags.json !== true) return printSegments(frontEnd.segments(text, options), text);
    const segments: Segment[] = [];
    for await (const segment of frontEnd.segments(text, options)) segments.push(segment);
    return print(`${JSON.stringify({ text, segments }, null, flags.lines === true ? 0 : 2)}\n`);
  };
  if (flags.lines === true) {
    for await (const line of linesOf(standardInput(signal), 'standard input')) {
      await show(line.replace(/\r?\n$/, ''));
    }
    return;
  }
  const text = readsInput ? await readStandardInput(signal) : argument;
  if (text.trim() === '') throw nothingToSay();
  await show(text);
}

async function printSegments(segments: AsyncIterable<Segment>, text: string): Promise<void> {
  for await (const segment of segments) await print(segmentText(segment, text));
}

/** A segment for a person's eyes: its length, its sounds, and what becomes of each part of the text. */
export function segmentText(segment: Segment, text: string): string {
  const about = `about ${durationText(segment.estimatedDurationMs)}, ends at a ${segment.break} break`;
  const lines = [`${segment.index + 1}. ${segment.language}, ${about}`];
  const sounds = segment.units.map((unit) => (unit.kind === 'word' ? unit.phonemes.join('') : unit.symbol));
  if (sounds.length > 0) lines.push(`   ${sounds.join(' ')}`);
  for (const span of segment.spans) {
    const source = JSON.stringify(text.slice(span.source.start, span.source.end));
    const place = `${span.source.start}–${span.source.end}`;
    if (span.kind === 'skipped') {
      if (span.reason !== 'whitespace') lines.push(`   ${place}  ${source} is not said: ${span.reason}`);
    } else if (JSON.stringify(span.text) === source) {
      lines.push(`   ${place}  ${source}`);
    } else {
      lines.push(`   ${place}  ${source} is said as ${JSON.stringify(span.text)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
