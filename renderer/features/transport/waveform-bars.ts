import type { SpeechTrack } from '../../speech/speech-track.js';

/** Widths in CSS pixels. */
export const BAR_PX = 2;
export const BAR_PITCH_PX = 3;

/** Speech is levelled to be loud: drawn as it is, most bars would be of the same height. */
const LOUDNESS_EXPONENT = 1.3;

/**
 * The heights, 0 to 1, of a waveform's bars: one for each equal part of a track, 0 where nothing is rendered yet. Kept
 * until the track has grown, since a frame must not look at an hour of levels.
 */
export class WaveformBars {
  #heights = new Float32Array(0);
  #key = '';

  of(track: SpeechTrack, count: number): Float32Array {
    const { durationSamples, renderedSamples, peaks } = track;
    const key = `${count}:${durationSamples}:${renderedSamples}:${peaks.samples}:${track.text.length}`;
    if (key === this.#key) return this.#heights;
    this.#key = key;
    const samplesPerBar = durationSamples / Math.max(1, count);
    this.#heights = Float32Array.from({ length: count }, (_, bar) =>
      Math.pow(Math.min(1, peaks.highest(bar * samplesPerBar, (bar + 1) * samplesPerBar)), LOUDNESS_EXPONENT),
    );
    return this.#heights;
  }
}
