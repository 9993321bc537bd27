import { describe, expect, it } from 'vitest';
import { SpeechTrack } from '../../speech/speech-track.js';
import { WaveformBars } from './waveform-bars.js';

function trackOf(levels: readonly number[], totalSamples: number): SpeechTrack {
  const track = new SpeechTrack();
  track.begin('one two three', 0, 24_000);
  track.add({ kind: 'peaks', utteranceId: 1, startSample: 0, samplesPerPeak: 480, peaks: [...levels] });
  track.add({ kind: 'end', utteranceId: 1, totalSamples });
  return track;
}

describe('WaveformBars', () => {
  it('shows the loudest level of every part, and nothing where nothing is known', () => {
    const bars = [...new WaveformBars().of(trackOf([1, 0, 0.5, 1], 480 * 8), 4)];
    expect(bars).toEqual([1, 1, 0, 0]);
  });

  it('keeps loud and soft apart', () => {
    const [soft = 0, loud = 0] = new WaveformBars().of(trackOf([0.4, 0.8], 960), 2);
    expect(loud / soft).toBeGreaterThan(2);
  });

  it('measures anew when the track has grown or the space has changed', () => {
    const bars = new WaveformBars();
    const track = trackOf([0.5, 0.5], 960);
    const first = bars.of(track, 2);
    expect(bars.of(track, 2)).toBe(first);
    expect(bars.of(track, 3)).not.toBe(first);
    track.add({ kind: 'peaks', utteranceId: 1, startSample: 960, samplesPerPeak: 480, peaks: [1] });
    expect(bars.of(track, 3)).not.toBe(first);
  });
});
