import { describe, expect, it } from 'vitest';
import { checkStandardOutput, controlsOf, formatOf, planOf, type SpeakFlags } from './speak-options.js';

const flags = (change: Partial<SpeakFlags>): SpeakFlags => ({ cache: true, ...change });

describe('controlsOf', () => {
  it('leaves out what is not asked for', () => {
    expect(controlsOf(flags({}))).toEqual({});
  });

  it('turns pace into a factor on durations and names of marks into marks', () => {
    const controls = controlsOf(
      flags({ pace: '2', pitch: '-3', range: '0.5', energy: '6', noise: '1', pause: ['comma=120', '、=80'] }),
    );
    expect(controls).toEqual({
      lengthScale: 0.5,
      pitchSemitones: -3,
      f0Range: 0.5,
      energyDb: 6,
      noiseScale: 1,
      pauseMs: { ',': 120, '、': 80 },
    });
  });

  it.each([
    [{ pace: 'fast' }, /--pace wants a number, not "fast"/],
    [{ pace: '' }, /--pace wants a number/],
    [{ pace: '9' }, /--pace lies between/],
    [{ pitch: '-40' }, /--pitch lies between -12 and 12/],
    [{ noise: '2' }, /--noise lies between 0 and 1/],
    [{ pause: ['hyphen=3'] }, /--pause wants mark=milliseconds/],
    [{ pause: ['comma'] }, /--pause wants mark=milliseconds/],
    [{ pause: ['comma=-1'] }, /--pause comma lies between 0 and 5000/],
    [{ pause: ['comma=long'] }, /--pause comma wants a number/],
  ])('refuses %o', (change, words) => {
    expect(() => controlsOf(flags(change))).toThrow(words);
  });
});

describe('the other options', () => {
  it('takes seconds for the longest segment', () => {
    expect(planOf(flags({ maxSegment: '2.5', cache: false }))).toMatchObject({
      maxSegmentDurationMs: 2500,
      useCache: false,
    });
    expect(planOf(flags({ out: 'a.wav', maxSegment: '2.5' })).firstSegmentDurationMs).toBe(2500);
    expect(planOf(flags({ out: '-' })).firstSegmentDurationMs).toBeUndefined();
    expect([planOf(flags({})), planOf(flags({ exact: true }))].map(({ exact }) => exact)).toEqual([
      false,
      true,
    ]);
    expect(() => planOf(flags({ maxSegment: '90' }))).toThrow(/between 1 and 20 seconds/);
  });

  it('knows the formats, and that a format is one of a file', () => {
    expect(formatOf(flags({ out: 'a.wav' }))).toBe('wav');
    expect(formatOf(flags({ out: 'a.FLAC' }))).toBe('flac');
    expect(formatOf(flags({ out: 'a.mp3' }))).toBe('mp3');
    expect(formatOf(flags({ out: '-', format: 'mp3' }))).toBe('mp3');
    expect(formatOf(flags({ out: 'a.wav', format: 's16' }))).toBe('s16');
    expect(() => formatOf(flags({ out: 'a', format: 'ogg' }))).toThrow(/no format "ogg"/);
    expect(() => formatOf(flags({ out: 'a.wav', format: 'mp3' }))).toThrow(
      /does not go into a file named \.wav/,
    );
    expect(() => formatOf(flags({ out: 'a.mp3', format: 'wav' }))).toThrow(
      /does not go into a file named \.mp3/,
    );
    expect(() => formatOf(flags({ format: 'wav' }))).toThrow(/--format needs --out/);
  });

  it('lets one thing only onto standard output', () => {
    checkStandardOutput(flags({ out: '-' }));
    expect(() => checkStandardOutput(flags({ out: '-', json: true }))).toThrow(
      /--out - and --json would mix/,
    );
    expect(() => checkStandardOutput(flags({ out: '-', timings: '-' }))).toThrow(/would mix/);
  });
});
