import { spokenSeconds } from '../../speech/spoken-length.js';

export interface TextFacts {
  /** As a person counts them: an emoji is one. */
  readonly characterCount: number;
  /** At the usual pace. */
  readonly durationMs: number;
  /** Of most of its letters; undefined without letters, `other` for one that no voice reads. */
  readonly language: 'en' | 'zh' | 'mixed' | 'other' | undefined;
}

/** What is less than this part of a text is a foreign name. */
const MINOR_PART = 0.15;
/** A letter of Latin script says less than an ideograph: words are about so many letters long. */
const LETTERS_PER_IDEOGRAPH = 4;

/** What can be said of a text before it is spoken. */
export function textFacts(text: string): TextFacts {
  let characterCount = 0;
  let latin = 0;
  let ideographs = 0;
  let others = 0;
  for (const character of text) {
    characterCount++;
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) latin += isAsciiLetter(code) ? 1 : 0;
    else if (code < 0x250) latin++;
    else if (/\p{Script=Han}/u.test(character)) ideographs++;
    else if (/\p{L}/u.test(character)) others++;
  }
  return {
    characterCount,
    durationMs: spokenSeconds(text) * 1000,
    language: languageOf(latin / LETTERS_PER_IDEOGRAPH, ideographs, others / LETTERS_PER_IDEOGRAPH),
  };
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function languageOf(english: number, mandarin: number, other: number): TextFacts['language'] {
  const all = english + mandarin + other;
  if (all === 0) return undefined;
  if (other > all / 2) return 'other';
  const minor = all * MINOR_PART;
  if (mandarin <= minor) return 'en';
  return english <= minor ? 'zh' : 'mixed';
}
