import { isVisible, SkippedCharacters, type ReadText } from './document.js';
import { SottoError } from '../shared/errors.js';
import { cutIntoParts } from './parts.js';

const TIMING =
  /^[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3})[ \t]*-->[ \t]*((?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3})(?:[ \t].*)?$/;
const CUE_NUMBER = /^\s*\d{1,7}\s*$/;
const WEBVTT_ASIDE = /^(?:WEBVTT|NOTE|STYLE|REGION)(?:[ \t]|$)/;
const TAGS = /<\/?[a-z][^<>]{0,200}>|<\d[\d:.]{0,20}>|\{\\[^{}]{0,200}\}/gi;
const SPEAKER_DASH = /^[ \t]*[-–—][ \t]*/;
const ENDS_SENTENCE = /[.!?…。！？]["'”’」』)\]]*$/;
/** A pause in the talk after which a new paragraph begins. */
const PARAGRAPH_GAP_MS = 3000;

interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly string[];
}

/**
 * Subtitles (SubRip, WebVTT) as running text: what one cue breaks off, the next goes on with. Tags and dashes before speakers are
 * dropped; blocks that are no cue are left out and counted.
 * @throws SottoError `document-broken` when there is no cue at all
 */
export function readSubtitles(source: string, title: string, name: string): ReadText {
  const skipped = new SkippedCharacters();
  const cues = cuesOf(source, skipped);
  if (cues.length === 0 && isVisible(source)) {
    throw new SottoError({
      code: 'document-broken',
      message: `${name} has no subtitle in it that can be read`,
      kept: 'the file is untouched',
      next: 'if it is plain text, rename it to end in .txt',
    });
  }
  return { chapters: cutIntoParts(title, joinCues(cues)), skipped: skipped.counts };
}

function cuesOf(source: string, skipped: SkippedCharacters): Cue[] {
  const blocks = source.replace(/\r\n?/g, '\n').split(/\n[ \t]*(?:\n[ \t]*)+/);
  return blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => isVisible(line));
    if (lines.length === 0) return [];
    if (WEBVTT_ASIDE.test(lines[0] ?? '')) {
      skipped.add('cue-note', block.length);
      return [];
    }
    const cues = cuesOfBlock(lines);
    if (cues.length === 0) skipped.add('broken-cue', block.length);
    return cues;
  });
}

/** Cues whose blank line was lost follow each other in one block. */
function cuesOfBlock(lines: readonly string[]): Cue[] {
  // A cue may have a number or a name above its times, no more.
  if (!lines.slice(0, 2).some((line) => TIMING.test(line))) return [];
  const cues: { startMs: number; endMs: number; lines: string[] }[] = [];
  for (const [index, line] of lines.entries()) {
    const [, start, end] = TIMING.exec(line) ?? [];
    if (start !== undefined && end !== undefined) {
      cues.push({ startMs: timeMs(start), endMs: timeMs(end), lines: [] });
    } else if (!(CUE_NUMBER.test(line) && TIMING.test(lines[index + 1] ?? ''))) {
      cues.at(-1)?.lines.push(line);
    }
  }
  return cues;
}

function timeMs(text: string): number {
  const [seconds = 0, minutes = 0, hours = 0] = text
    .split(':')
    .map((part) => Number(part.replace(',', '.')))
    .reverse();
  return (hours * 3600 + minutes * 60 + seconds) * 1000;
}

function joinCues(cues: readonly Cue[]): string {
  let text = '';
  let lastEndMs: number | undefined;
  for (const cue of cues) {
    for (const [index, line] of cue.lines.entries()) {
      const isNewSpeaker = SPEAKER_DASH.test(line);
      const words = line.replace(TAGS, '').replace(SPEAKER_DASH, '').trim();
      if (words === '') continue;
      const isPause = index === 0 && lastEndMs !== undefined && cue.startMs - lastEndMs >= PARAGRAPH_GAP_MS;
      text += `${text === '' ? '' : gapBetween(text, words, isPause, isNewSpeaker)}${words}`;
    }
    lastEndMs = cue.endMs;
  }
  return text;
}

function gapBetween(before: string, after: string, isPause: boolean, isNewSpeaker: boolean): string {
  if (isPause) return ENDS_SENTENCE.test(before) ? '\n\n' : '.\n\n';
  if (isNewSpeaker) return ENDS_SENTENCE.test(before) ? '\n' : '.\n';
  const isHan = /[\p{Script=Han}，。、！？]$/u.test(before) && /^[\p{Script=Han}]/u.test(after);
  return isHan ? '' : ' ';
}
