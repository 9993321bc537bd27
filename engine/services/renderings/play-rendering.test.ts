import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSamples } from '../../shared/join-samples.js';
import type { SpeakItem } from '../../shared/contract.js';
import { playRendering } from './play-rendering.js';
import { decodeRendering, encodeRendering } from './rendering-codec.js';
import { RenderingCollector, type Rendering } from './rendering.js';
import { createFakeSpeech, FAKE_RATE_HZ, samplesOf } from './testing/fake-speech.js';

async function render(text: string): Promise<Rendering> {
  const collector = new RenderingCollector();
  for await (const item of createFakeSpeech().speak({ text })) collector.accept(item);
  return collector.finish();
}

const audioOf = (items: readonly SpeakItem[]): Float32Array =>
  joinSamples(items.flatMap((item) => (item.kind === 'audio' ? [item.pcm] : [])));

/** As bytes: sample by sample, `toEqual` takes its time. */
function expectSame(one: Float32Array, other: Float32Array): void {
  const bytesOf = (samples: Float32Array): Buffer =>
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  expect(bytesOf(one).equals(bytesOf(other))).toBe(true);
}

const text = fc
  .array(fc.constantFrom('one', 'two', 'three.', 'four!', 'five?', '...'), { minLength: 1, maxLength: 12 })
  .map((words) => words.join(' '));

describe('a rendering', () => {
  it('says what was collected, sample by sample', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (any) => {
        const rendering = await render(any);
        expectSame(audioOf([...playRendering(rendering, 0)]), samplesOf({ text: any }));
      }),
    );
  });

  it('begins at the word that a listener jumped to, its times with it', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(80), async (any, offset) => {
        const rendering = await render(any);
        const items = [...playRendering(rendering, offset)];
        const segments = items.flatMap((item) => (item.kind === 'segment' ? [item] : []));
        const audio = audioOf(items);
        expect(audio.length).toBe(segments.reduce((sum, { sampleCount }) => sum + sampleCount, 0));
        for (const segment of segments) {
          expect(segment.source.end).toBeGreaterThan(offset);
          for (const word of segment.words) {
            expect(word.startMs).toBeGreaterThanOrEqual(0);
            expect(word.endMs).toBeLessThanOrEqual((segment.sampleCount * 1000) / FAKE_RATE_HZ + 1e-6);
          }
        }
        // The end of what is heard is the end of the whole, but for the fade at its beginning.
        const whole = samplesOf({ text: any });
        expectSame(audio.subarray(120), whole.subarray(whole.length - audio.length).subarray(120));
        const [first] = segments;
        const isCut = first && !rendering.segments.some(({ source }) => source.start === first.source.start);
        if (isCut) expect(Math.abs(audio[0] ?? 1)).toBe(0);
      }),
    );
  });

  it('leaves what it is made of as it was', async () => {
    const rendering = await render('One two. Three four.');
    const before = rendering.pcm.slice();
    expect([...playRendering(rendering, 5)].length).toBeGreaterThan(2);
    expectSame(rendering.pcm, before);
  });

  it('is refused when samples are missing', () => {
    const collector = new RenderingCollector();
    expect(() => collector.finish()).toThrow(/0 of 0/);
  });

  it('comes back from its bytes, wherever they lie', async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.nat(7), async (any, shift) => {
        const rendering = await render(any);
        const bytes = encodeRendering(rendering);
        const shifted = Buffer.concat([Buffer.alloc(shift), bytes]).subarray(shift);
        const decoded = decodeRendering(shifted);
        expect({ ...decoded, pcm: null }).toEqual({ ...rendering, pcm: null });
        expectSame(decoded?.pcm ?? new Float32Array(), rendering.pcm);
      }),
    );
  });

  it('is not guessed from bytes that are damaged', async () => {
    const bytes = encodeRendering(await render('One two. Three.'));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(decodeRendering(bytes.subarray(0, length))).toBeUndefined();
      }),
    );
    for (const at of [0, 5, 9, 13]) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      expect(decodeRendering(damaged)).toBeUndefined();
    }
  });
});
