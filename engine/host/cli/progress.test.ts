import { describe, expect, it } from 'vitest';
import { Progress, progressLine, writtenLine } from './progress.js';
import { durationText, textTable } from './text-table.js';

const passage = { startMs: 0, endMs: 30_000, text: 'A  sentence\nof words.', fractionAtEnd: 0.5 };

describe('progressLine', () => {
  it('shows a bar, the time, an estimate and the sentence', () => {
    expect(progressLine({ positionMs: 15_000, columns: 80, passage })).toBe(
      '[=====               ] 0:15 of ~1:00  A sentence of words.',
    );
  });

  it('makes no estimate of a text that is still coming', () => {
    const open = { ...passage, fractionAtEnd: undefined };
    expect(progressLine({ positionMs: 5000, columns: 80, passage: open })).toBe('0:05  A sentence of words.');
  });

  it.each([
    ['A long sentence that does not fit on the line', 44, 'A lon'],
    ['中文句子很长很长', 44, '中文'],
    ['', 44, ''],
  ])('cuts %j to the width of the terminal', (text, columns, shown) => {
    const line = progressLine({ positionMs: 0, columns, passage: { ...passage, text } });
    expect(line.slice('[                    ] 0:00 of ~1:00'.length).trim()).toBe(shown);
  });
});

describe('Progress', () => {
  it('wipes its line before a note, and goes on below it', () => {
    const written: string[] = [];
    const stream = { columns: 80, write: (text: string) => written.push(text) };
    const progress = new Progress(stream, () => 0);
    progress.note('early');
    progress.add({ ...passage, text: 'Words.', fractionAtEnd: undefined });
    progress.note('a note');
    progress.end();
    const wipe = '\r\u001b[K';
    expect(written.join('')).toBe(`early\n${wipe}0:00  Words.${wipe}a note\n${wipe}0:00  Words.${wipe}`);
  });
});

describe('writtenLine', () => {
  it('names the file, its length and the speed', () => {
    expect(writtenLine('a.wav', 61_000, 6100)).toBe('wrote a.wav: 1:01, real-time factor 0.10');
  });
});

describe('text for people', () => {
  it.each([
    [0, '0:00'],
    [61_999, '1:01'],
    [3_600_000 + 62_000, '1:01:02'],
  ])('%d ms', (durationMs, expected) => expect(durationText(durationMs)).toBe(expected));

  it('lines columns up and leaves no white space at the end', () => {
    expect(
      textTable([
        ['a', 'long'],
        ['longer', 'b'],
        ['c', ''],
      ]),
    ).toBe('a       long\nlonger  b\nc\n');
  });
});
