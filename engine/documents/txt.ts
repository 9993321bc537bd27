import { isVisible, type LooseChapter, type ReadText } from './document.js';
import { cutIntoParts } from './parts.js';

const MAX_HEADING_CHARACTERS = 80;
const MAX_HAN_HEADING_CHARACTERS = 40;
/** Headings in a row with nothing between them, and they are a table of contents. */
const CONTENTS_HEADINGS = 3;
/** Beyond this, what looks like headings is something else: a log, a list, a dictionary. */
const MAX_CHAPTERS = 1000;

const NUMBER_WORD =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|the (?:first|second|third|last)';
const NUMBERED_HEADING = new RegExp(
  `^(?:chapter|part|book|volume|section|act|scene|canto|letter|lesson|stave)\\s+(?:\\d{1,4}|[ivxlc]{1,8}|(?:${NUMBER_WORD})(?:[ -](?:${NUMBER_WORD}))?)(?:\\s*[.:–—-]\\s*.*|\\s+[^\\s].*)?$`,
  'i',
);
const NAMED_HEADING =
  /^(?:prologue|epilogue|introduction|preface|foreword|afterword|conclusion|appendix(?: [a-z\d]{1,4})?|contents|table of contents|acknowledge?ments|dedication)[.:]?$/i;
const HAN_HEADING =
  /^(?:第[零〇一二三四五六七八九十百千两\d０-９]{1,9}[章回节卷部篇集幕折话](?:[ \t\u3000:：·、.—-].*|[^，。；,;]*)?|(?:序章|序言|楔子|引子|前言|后记|尾声|番外|目录|终章)(?:[ \t\u3000:：].*)?)$/;
const ROMAN_HEADING = /^([IVXLC]{1,7})\.?$/;
const UNDERLINE = /^(?:={3,}|-{3,}|~{3,}|\*{3,})$/;
const SENTENCE_GOES_ON = /[,;，；、]$/;

interface Line {
  readonly start: number;
  readonly text: string;
}

interface Heading {
  readonly start: number;
  readonly title: string;
  /** Where the heading itself ends and its text begins. */
  readonly end: number;
}

/**
 * Plain text: chapters begin at their headings ("Chapter 1", "CHAPTER IV", "第一章", a title with a line under it). The
 * chapters tile the text. Wrapped lines stay as they are: the text front end joins them.
 */
export function readPlainText(text: string, title: string): ReadText {
  const headings = headingsOf(text);
  if (headings.length === 0 || headings.length > MAX_CHAPTERS)
    return { chapters: cutIntoParts(title, text), skipped: {} };
  return { chapters: chaptersAt(text, title, headings), skipped: {} };
}

function chaptersAt(text: string, title: string, headings: readonly Heading[]): LooseChapter[] {
  const chapters: LooseChapter[] = [];
  const opening = text.slice(0, headings[0]?.start);
  const isOpeningVisible = isVisible(opening);
  if (isOpeningVisible) chapters.push(...cutIntoParts(title, opening));
  let start = isOpeningVisible ? opening.length : 0;
  let bare: string[] = [];
  for (const [index, heading] of headings.entries()) {
    const next = headings[index + 1];
    // A heading with nothing under it belongs to the next one, as "Part One" does.
    if (next && !isVisible(text.slice(heading.end, next.start))) {
      bare.push(heading.title);
      continue;
    }
    if (bare.length >= CONTENTS_HEADINGS) {
      chapters.push({ title: bare[0] ?? title, text: text.slice(start, heading.start) });
      start = heading.start;
      bare = [];
    }
    const end = next?.start ?? text.length;
    chapters.push({ title: [...bare, heading.title].join(' · '), text: text.slice(start, end) });
    start = end;
    bare = [];
  }
  return chapters;
}

function headingsOf(text: string): Heading[] {
  const lines = linesOf(text);
  const found: Heading[] = [];
  const romans: Heading[] = [];
  let isAfterGap = true;
  for (const [index, line] of lines.entries()) {
    const words = line.text.trim();
    const next = lines[index + 1];
    if (words === '') {
      isAfterGap = true;
      continue;
    }
    const end = next?.start ?? text.length;
    const heading = { start: line.start, title: words, end };
    const isBeforeGap = next === undefined || next.text.trim() === '';
    if (isUnderlined(words, next, isAfterGap)) {
      found.push({ ...heading, end: lines[index + 2]?.start ?? text.length });
    } else if (isHeading(words, isAfterGap, isBeforeGap)) {
      found.push(heading);
      // The next line may be a heading as well: "PART ONE", "CHAPTER I".
      continue;
    } else if (isAfterGap && isBeforeGap && ROMAN_HEADING.test(words)) {
      romans.push(heading);
    }
    isAfterGap = false;
  }
  if (found.length > 0 || !startAtOne(romans)) return found;
  return romans;
}

function isHeading(words: string, isAfterGap: boolean, isBeforeGap: boolean): boolean {
  if (words.length > MAX_HEADING_CHARACTERS || SENTENCE_GOES_ON.test(words)) return false;
  // Chinese books often have no blank lines at all.
  if (HAN_HEADING.test(words)) return words.length <= MAX_HAN_HEADING_CHARACTERS;
  if (!isAfterGap) return false;
  if (NAMED_HEADING.test(words)) return isBeforeGap;
  return NUMBERED_HEADING.test(words) && (isBeforeGap || /^\S+\s+\S+[.:]?$/.test(words));
}

function isUnderlined(words: string, next: Line | undefined, isAfterGap: boolean): boolean {
  if (!isAfterGap || next === undefined || UNDERLINE.test(words)) return false;
  const under = next.text.trim();
  return UNDERLINE.test(under) && words.length <= MAX_HEADING_CHARACTERS && under.length * 2 >= words.length;
}

/** Numbers alone on a line are chapters only when they count from one: else they are initials or list marks. */
function startAtOne(romans: readonly Heading[]): boolean {
  const [first, second] = romans.map((heading) => heading.title.replace('.', ''));
  return first === 'I' && second === 'II';
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) {
    lines.push({ start, text: text.slice(start, match.index) });
    start = match.index + match[0].length;
  }
  lines.push({ start, text: text.slice(start) });
  return lines;
}
