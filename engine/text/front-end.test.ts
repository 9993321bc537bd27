import { describe, expect, test } from 'vitest';
import { createFrontEnd } from './front-end.js';
import { letterPhonemizer } from './testing/fake-phonemizer.js';
import type { PendingWord, Segment, SegmentOptions } from './types.js';

async function segmentsOf(text: string, options?: SegmentOptions): Promise<Segment[]> {
  const segments: Segment[] = [];
  for await (const segment of createFrontEnd(letterPhonemizer).segments(text, options))
    segments.push(segment);
  return segments;
}

/** The segments' sources with '|' between them, each followed by what ends it. */
async function cut(text: string, options?: SegmentOptions): Promise<string[]> {
  const segments = await segmentsOf(text, options);
  return segments.map(
    (segment) => `${text.slice(segment.source.start, segment.source.end)}|${segment.break}`,
  );
}

function unitsOf(segment: Segment | undefined): string[] {
  return (segment?.units ?? []).map((unit) => (unit.kind === 'word' ? unit.text : unit.symbol));
}

type Row = readonly [name: string, input: string, expected: readonly string[]];

const sentences: readonly Row[] = [
  ['two sentences', 'One. Two.', ['One. |sentence', 'Two.|paragraph']],
  ['no final mark', 'One. Two', ['One. |sentence', 'Two|paragraph']],
  ['paragraphs', 'One\n\nTwo', ['One\n\n|paragraph', 'Two|paragraph']],
  ['leading space', '  One.', ['  One.|paragraph']],
  ['trailing emoji', 'One. 👍', ['One. 👍|paragraph']],
  [
    'opening quote belongs to what it opens',
    'One. “Two.” Three.',
    ['One. |sentence', '“Two.” |sentence', 'Three.|paragraph'],
  ],
  ['Mandarin', '你好。世界！', ['你好。|sentence', '世界！|paragraph']],
  ['heading', '# One\nTwo.', ['# One\n|sentence', 'Two.|paragraph']],
  ['bullets', '- one\n- two', ['- one\n|sentence', '- two|paragraph']],
  ['title', 'Dr. Smith came. He left.', ['Dr. Smith came. |sentence', 'He left.|paragraph']],
  ['decimal', 'It is 3.5 now. Yes.', ['It is 3.5 now. |sentence', 'Yes.|paragraph']],
  ['initials', 'J. R. Smith came.', ['J. R. Smith came.|paragraph']],
  ['question in a quotation', '“Why?” he said.', ['“Why?” he said.|paragraph']],
  ['nothing to say', ' \n ', [' \n |paragraph']],
  ['only marks', '...', ['...|paragraph']],
  ['nothing at all', '', []],
];

describe('sentences', () => {
  test.each(sentences)('%s', async (_name, input, expected) => {
    expect(await cut(input)).toEqual(expected);
  });
});

const long: readonly Row[] = [
  [
    'after a comma',
    'aaaaa bbbbb ccccc, ddddd eeeee fffff ggggg.',
    ['aaaaa bbbbb ccccc, |clause', 'ddddd eeeee fffff ggggg.|paragraph'],
  ],
  [
    'before a conjunction',
    'aaaaa bbbbb ccccc and ddddd eeeee fffff.',
    ['aaaaa bbbbb ccccc |phrase', 'and ddddd eeeee fffff.|paragraph'],
  ],
  [
    'not after an article',
    'aaaaa bbbbb ccccc the dddddddddd eeee.',
    ['aaaaa bbbbb ccccc |forced', 'the dddddddddd eeee.|paragraph'],
  ],
  [
    'between words',
    'aaaaa bbbbb ccccc ddddd eeeee fffff ggggg.',
    ['aaaaa bbbbb ccccc ddddd |forced', 'eeeee fffff ggggg.|paragraph'],
  ],
  [
    'inside a word that is too long',
    'k'.repeat(30),
    [`${'k'.repeat(15)}|forced`, `${'k'.repeat(15)}|paragraph`],
  ],
];

describe('long sentences are cut', () => {
  test.each(long)('%s', async (_name, input, expected) => {
    expect(await cut(input, { maxSegmentDurationMs: 2000 })).toEqual(expected);
  });

  test('with a comma where no mark stands, but not inside a word', async () => {
    const [between] = await segmentsOf('aaaaa bbbbb ccccc and ddddd eeeee fffff.', {
      maxSegmentDurationMs: 2000,
    });
    expect(unitsOf(between)).toEqual(['aaaaa', 'bbbbb', 'ccccc', ',']);
    expect(between?.units.at(-1)?.source).toEqual({ start: 18, end: 18 });
    const [inside] = await segmentsOf('k'.repeat(30), { maxSegmentDurationMs: 2000 });
    expect(unitsOf(inside)).toEqual(['k'.repeat(15)]);
  });

  test('after few words at first, where a short first segment is asked for', async () => {
    const text = 'aaaaa bbbbb, ccccc ddddd eeeee fffff.';
    expect(await cut(text, { firstSegmentDurationMs: 1000 })).toEqual([
      'aaaaa bbbbb, |clause',
      'ccccc ddddd eeeee fffff.|paragraph',
    ]);
    expect(await cut(text)).toEqual([`${text}|paragraph`]);
  });

  test('a little later at first, where the pause is natural there', async () => {
    const text = 'aaaaa bbbbb ccccc, ddddd eeeee fffff.';
    expect(await cut(text, { firstSegmentDurationMs: 1000 })).toEqual([
      'aaaaa bbbbb ccccc, |clause',
      'ddddd eeeee fffff.|paragraph',
    ]);
  });
});

describe('units and spans', () => {
  test('the words of a number share its source', async () => {
    const [segment] = await segmentsOf('I have 42.');
    expect(unitsOf(segment)).toEqual(['I', 'have', 'forty', 'two', '.']);
    expect(segment?.units[2]?.source).toEqual({ start: 7, end: 9 });
    expect(segment?.units[3]?.source).toEqual({ start: 7, end: 9 });
    expect(segment?.spans).toContainEqual({
      source: { start: 7, end: 9 },
      kind: 'spoken',
      text: 'forty two',
    });
  });

  test('a word without a pronunciation is skipped with its reason', async () => {
    const [segment] = await segmentsOf('a quay.');
    expect(unitsOf(segment)).toEqual(['a', '.']);
    expect(segment?.spans[2]).toEqual({
      source: { start: 2, end: 6 },
      kind: 'skipped',
      reason: 'unpronounceable',
    });
  });

  test('every skipped stretch names its reason', async () => {
    const text = '# a\n\n**b** (c) “d” 👍 <b>e</b> [f](g.h) \u200b!! мир';
    const reasons = (await segmentsOf(text)).flatMap(({ spans }) =>
      spans.flatMap((span) => (span.kind === 'skipped' ? [span.reason] : [])),
    );
    expect(new Set(reasons)).toEqual(
      new Set([
        'markup',
        'whitespace',
        'bracket',
        'quote',
        'emoji',
        'html',
        'link-target',
        'control',
        'repeated-punctuation',
        'unsupported-script',
      ]),
    );
  });

  test('a heading ends in a pause that no character stands for', async () => {
    const [segment] = await segmentsOf('# One\nTwo.');
    expect(segment?.units.at(-1)).toEqual({ kind: 'punct', symbol: '.', source: { start: 6, end: 6 } });
  });

  test('the language is that of most words', async () => {
    const segments = await segmentsOf('Hello there 你好. 你好世界我们 hi。');
    expect(segments.map(({ language }) => language)).toEqual(['en', 'zh']);
  });
});

describe('pronunciation', () => {
  test('sees a sentence at a time, with the mark behind each word and spelled letters', async () => {
    const batches: (readonly PendingWord[])[] = [];
    const frontEnd = createFrontEnd({
      phonemize: (words) => {
        batches.push(words);
        return letterPhonemizer.phonemize(words);
      },
    });
    const heard: Segment[] = [];
    for await (const segment of frontEnd.segments('The FBI, yes. You.')) heard.push(segment);
    expect(batches).toEqual([
      [
        { text: 'The', language: 'en', kind: 'word' },
        { text: 'FBI', language: 'en', kind: 'spelled', followedBy: ',' },
        { text: 'yes', language: 'en', kind: 'word', followedBy: '.' },
      ],
      [{ text: 'You', language: 'en', kind: 'word', followedBy: '.' }],
    ]);
  });

  test('is asked for nothing beyond the first sentence until that is taken', async () => {
    let calls = 0;
    const frontEnd = createFrontEnd({
      phonemize: (words) => {
        calls += 1;
        return letterPhonemizer.phonemize(words);
      },
    });
    const segments = frontEnd.segments('One. Two. Three.');
    await segments.next();
    expect(calls).toBe(1);
    await segments.return();
  });

  test('of an endless sentence comes in bounded parts', async () => {
    const counts: number[] = [];
    const frontEnd = createFrontEnd({
      phonemize: (words) => {
        counts.push(words.length);
        return letterPhonemizer.phonemize(words);
      },
    });
    let unitCount = 0;
    for await (const { units } of frontEnd.segments('word '.repeat(2000))) {
      unitCount += units.filter((unit) => unit.kind === 'word').length;
    }
    expect(unitCount).toBe(2000);
    expect(Math.max(...counts)).toBeLessThanOrEqual(120);
  });
});

test('a text without a word comes in bounded parts', async () => {
  const text = '👍 '.repeat(2500);
  const segments = await segmentsOf(text);
  expect(segments.length).toBeGreaterThan(3);
  expect(segments.map(({ source }) => text.slice(source.start, source.end)).join('')).toBe(text);
  for (const { units, spans } of segments) {
    expect(units).toEqual([]);
    expect(spans.length).toBeLessThanOrEqual(1000);
  }
});

/** Nothing in these ends a token, a line or a sentence early: quadratic scanning would show here first. */
const heavy: readonly (readonly [name: string, part: string])[] = [
  ['one letter', 'a'],
  ['digits', '1234567890'],
  ['brackets', '['],
  ['links', '[a]('],
  ['comments', '<!--'],
  ['emphasis', '_a'],
  ['addresses', 'a@'],
  ['paths', '/a'],
  ['lines', '\na'],
  ['blank lines', '\n '],
  ['cells', '| a '],
  ['Han', '中'],
  ['combining marks', '\u0301'],
  ['lone surrogates', '\ud800'],
];
const HEAVY_UNITS = 12_000;

describe('long texts without relief are read in linear time', () => {
  test.each(heavy)('%s', async (_name, part) => {
    const text = part.repeat(Math.ceil(HEAVY_UNITS / part.length));
    let at = 0;
    let gapCount = 0;
    for await (const { source } of createFrontEnd(letterPhonemizer).segments(text)) {
      if (source.start !== at) gapCount += 1;
      at = source.end;
    }
    expect([at, gapCount]).toEqual([text.length, 0]);
  });
});
