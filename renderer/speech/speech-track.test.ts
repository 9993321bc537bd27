import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpeechTimelineItem } from '../../engine/shared/app/speech.js';
import { SpeechTrack } from './speech-track.js';

const RATE = 24_000;
const PER_LETTER = 2000;

/** The segment of a text from an offset on, a word after the other, as an engine would tell it. */
function segmentOf(text: string, start: number, startSample = 0): SpeechTimelineItem {
  let cursor = startSample;
  const words = [...text.slice(start).matchAll(/\w+/g)].map((match) => {
    const from = cursor;
    cursor += match[0].length * PER_LETTER;
    const source = { start: start + match.index, end: start + match.index + match[0].length };
    const word = { source, startSample: from, endSample: cursor };
    cursor += PER_LETTER;
    return word;
  });
  return {
    kind: 'segment',
    utteranceId: 1,
    source: { start, end: text.length },
    startSample,
    sampleCount: cursor - startSample,
    endsSentence: true,
    words,
  };
}

const wordsText = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 9 }), {
    minLength: 1,
    maxLength: 40,
  })
  .map((words) => words.join(' '));

describe('SpeechTrack', () => {
  it('finds the word of a sample and the sample of a word', () => {
    fc.assert(
      fc.property(wordsText, (text) => {
        const track = new SpeechTrack();
        track.begin(text, 0, RATE);
        track.add(segmentOf(text, 0));
        for (const word of track.words) {
          expect(track.wordAt(word.startSample)).toBe(word);
          expect(track.wordAt(word.endSample - 1)).toBe(word);
          expect(track.sampleOf(word.start)).toBe(word.startSample);
          expect(track.sampleOf(word.end - 1)).toBe(word.startSample);
          expect(track.offsetAt(word.startSample)).toBe(word.start);
          expect(track.offsetAt(word.endSample - 1)).toBe(word.start);
        }
        expect(track.wordAt(-1)).toBeUndefined();
      }),
    );
  });

  it('never seeks outside the text, wherever one clicks', () => {
    fc.assert(
      fc.property(
        wordsText,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        (text, part, isRendered) => {
          const track = new SpeechTrack();
          track.begin(text, 0, RATE);
          if (isRendered) track.add(segmentOf(text, 0));
          const offset = track.offsetAt(part * track.durationSamples);
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThan(text.length);
          expect(text.charAt(offset)).not.toBe(' ');
        },
      ),
    );
  });

  it('goes on in the same track when the same text is spoken from a later word', () => {
    const text = 'one two three four';
    const track = new SpeechTrack();
    track.begin(text, 0, RATE);
    track.add(segmentOf(text, 0));
    track.add({
      kind: 'peaks',
      utteranceId: 1,
      startSample: 0,
      samplesPerPeak: 480,
      peaks: new Array<number>(80).fill(0.5),
    });
    track.add({ kind: 'end', utteranceId: 1, totalSamples: 40_000 });
    const three = track.sampleOf(8);

    track.begin(text, 8, RATE);

    expect(track.place(0)).toBe(three);
    expect(track.words.map((word) => word.start)).toEqual([0, 4]);
    expect(track.peaks.samples).toBeCloseTo(three, -3);
    track.add(segmentOf(text, 8));
    expect(track.words.map((word) => word.start)).toEqual([0, 4, 8, 14]);
    expect(track.sampleOf(8)).toBe(three);
  });

  it('estimates what lies before a text that is entered in the middle', () => {
    const text = 'one two three four';
    const track = new SpeechTrack();
    track.begin(text, 8, RATE);
    expect(track.place(0)).toBeGreaterThan(RATE / 4);
    expect(track.sampleOf(4)).toBeGreaterThan(0);
    expect(track.sampleOf(4)).toBeLessThan(track.place(0));
    expect(track.durationSamples).toBeGreaterThan(track.place(0));
  });

  it('knows the length once everything is rendered, and forgets another text', () => {
    const track = new SpeechTrack();
    track.begin('one two', 0, RATE);
    expect(track.isComplete).toBe(false);
    track.add({ kind: 'end', utteranceId: 1, totalSamples: 33_000 });
    expect(track.isComplete).toBe(true);
    expect(track.durationSamples).toBe(33_000);
    track.begin('three', 0, RATE);
    expect(track.isComplete).toBe(false);
    expect(track.words).toEqual([]);
  });

  it('learns the pace of the rest from what was heard', () => {
    const sentence = 'a quite long sentence to hear the pace of the voice ';
    const text = sentence.repeat(10);
    const slow = new SpeechTrack();
    slow.begin(text, 0, RATE);
    const before = slow.durationSamples;
    slow.add({
      kind: 'segment',
      utteranceId: 1,
      source: { start: 0, end: sentence.length },
      startSample: 0,
      sampleCount: Math.round(before / 5),
      endsSentence: true,
      words: [],
    });
    expect(slow.durationSamples / before).toBeGreaterThan(1.8);
    expect(slow.durationSamples / before).toBeLessThan(2.2);
  });
});
