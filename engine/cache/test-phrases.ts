import type { PhraseKey, RenderedSegment } from '../shared/rendered.js';

/** A key as the pipeline would make it; for tests. */
export function aKey(change: Partial<PhraseKey> = {}): PhraseKey {
  return {
    engineVersion: '1',
    packSha256: 'a'.repeat(64),
    styleSha256: 'b'.repeat(64),
    voice: 'en_ivy',
    style: 'neutral',
    tokens: [0, 43, 16, 0],
    pauseFrames: [-1, -1, -1, -1],
    controls: { lengthScale: 1, pitchSemitones: 0 },
    ...change,
  };
}

/** A short phrase whose samples differ by seed; for tests. */
export function aSegment(seed = 1, sampleCount = 600): RenderedSegment {
  return {
    pcm: Float32Array.from({ length: sampleCount }, (_, index) => Math.sin(index * 0.1 * seed) / 3),
    durationsFrames: Int32Array.of(1, seed, 1),
  };
}
