import { describe, expect, it } from 'vitest';
import type { SpeechState, SpeechTimelineItem } from '../../engine/shared/app/speech.js';
import { SpeechTracker } from './speech-tracker.js';

function stateOf(id: number, text: string, status: SpeechState['status'] = 'speaking'): SpeechState {
  return {
    status,
    utterance: { id, origin: 'speak', title: text, text, startOffset: 0 },
    sampleRateHz: 24_000,
    totalSamples: null,
    firstAudioMs: null,
    underrunCount: 0,
    isMuted: false,
    player: 'ready',
    error: null,
  };
}

const hello: SpeechTimelineItem = {
  kind: 'segment',
  utteranceId: 7,
  source: { start: 0, end: 5 },
  startSample: 0,
  sampleCount: 24_000,
  endsSentence: true,
  words: [{ source: { start: 0, end: 5 }, startSample: 0, endSample: 20_000 }],
};

describe('SpeechTracker', () => {
  it.each(['state first', 'timeline first'])('needs text and timeline, in any order: %s', (order) => {
    const tracker = new SpeechTracker(() => 0);
    if (order === 'state first') tracker.noteState(stateOf(7, 'hello'));
    tracker.noteTimeline({ kind: 'begin', utteranceId: 7, sampleRateHz: 24_000 });
    tracker.noteTimeline(hello);
    if (order === 'timeline first') tracker.noteState(stateOf(7, 'hello'));
    tracker.notePosition({ utteranceId: 7, playedSamples: 10, isMoving: true });
    expect(tracker.word()).toMatchObject({ start: 0, end: 5 });
  });

  it('does not take what is late of another utterance', () => {
    const tracker = new SpeechTracker(() => 0);
    tracker.noteState(stateOf(8, 'world'));
    tracker.noteTimeline({ kind: 'begin', utteranceId: 8, sampleRateHz: 24_000 });
    tracker.noteTimeline(hello);
    tracker.notePosition({ utteranceId: 7, playedSamples: 9000, isMoving: true });
    expect(tracker.track.words).toEqual([]);
    expect(tracker.positionSamples()).toBe(0);
  });

  it('has no word once it is over', () => {
    const tracker = new SpeechTracker(() => 0);
    tracker.noteState(stateOf(7, 'hello'));
    tracker.noteTimeline({ kind: 'begin', utteranceId: 7, sampleRateHz: 24_000 });
    tracker.noteTimeline(hello);
    tracker.noteState(stateOf(7, 'hello', 'idle'));
    expect(tracker.word()).toBeUndefined();
  });
});
