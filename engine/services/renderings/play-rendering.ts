import type { SpeakItem } from '../../shared/contract.js';
import type { RenderedSegment, Rendering } from './rendering.js';

/** Samples of a chunk: as many as keep a message small; the first one is on its way before the last is looked at. */
const CHUNK_SAMPLES = 4800;

/** A speech that begins within a sound would begin with a click. */
const FADE_IN_MS = 5;

/**
 * Says a rendering from a character on: from the first word that is not over there. Nothing of it waits for anything.
 * @param startOffset UTF-16 offset into the rendered text
 */
export function* playRendering(rendering: Rendering, startOffset: number): Generator<SpeakItem, void, void> {
  const { sampleRateHz, pcm } = rendering;
  // The speech's generation is the engine's own affair: here, nothing can be late.
  const generation = 0;
  yield { kind: 'plan', generation, sampleRateHz, firstSegmentDurationMs: 0, prebufferMs: 0 };
  let segmentStart = 0;
  let index = 0;
  for (const whole of rendering.segments) {
    const cut = cutBefore(whole, startOffset, sampleRateHz);
    if (cut) {
      const { segment, cutSamples } = cut;
      yield { kind: 'segment', generation, index, isCached: true, ...segment };
      const samples = pcm.subarray(segmentStart + cutSamples, segmentStart + whole.sampleCount);
      for (let offsetSamples = 0; offsetSamples < samples.length; offsetSamples += CHUNK_SAMPLES) {
        const chunk = samples.subarray(offsetSamples, offsetSamples + CHUNK_SAMPLES);
        const isCut = cutSamples > 0 && offsetSamples === 0;
        const sound = isCut ? fadedIn(chunk, (FADE_IN_MS * sampleRateHz) / 1000) : chunk;
        yield { kind: 'audio', generation, segmentIndex: index, offsetSamples, pcm: sound };
      }
      yield { kind: 'segmentEnd', generation, index, sampleCount: segment.sampleCount };
      index++;
    }
    segmentStart += whole.sampleCount;
  }
}

/** What is left of a segment from a character on; undefined when that is nothing. */
function cutBefore(
  segment: RenderedSegment,
  startOffset: number,
  sampleRateHz: number,
): { readonly segment: RenderedSegment; readonly cutSamples: number } | undefined {
  if (startOffset <= segment.source.start) return { segment, cutSamples: 0 };
  const first = segment.words.findIndex((word) => word.source.end > startOffset);
  const word = segment.words[first];
  if (!word) return undefined;
  if (first === 0) return { segment, cutSamples: 0 };
  const cutSamples = Math.min(Math.round((word.startMs * sampleRateHz) / 1000), segment.sampleCount);
  const cutMs = (cutSamples * 1000) / sampleRateHz;
  const left = (ms: number): number => Math.max(0, ms - cutMs);
  return {
    cutSamples,
    segment: {
      ...segment,
      source: { start: word.source.start, end: segment.source.end },
      spans: segment.spans.filter((span) => span.source.end > word.source.start),
      words: segment.words
        .slice(first)
        .map((one) => ({ ...one, startMs: left(one.startMs), endMs: left(one.endMs) })),
      sampleCount: segment.sampleCount - cutSamples,
      pauseSamples: Math.min(segment.pauseSamples, segment.sampleCount - cutSamples),
    },
  };
}

/** A copy: renderings are shared. */
function fadedIn(samples: Float32Array, fadeSamples: number): Float32Array {
  return samples.map((sample, index) => sample * Math.min(1, index / fadeSamples));
}
