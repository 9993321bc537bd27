import { z } from 'zod';
import { count, language, milliseconds, segmentBreak, sourceRange, span } from '../../shared/schemas.js';
import type { SpeakItem, SpeakItemOf } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import { joinSamples } from '../../shared/join-samples.js';

/** A segment as the engine announced it, without what belongs to one delivery only. */
export const renderedSegmentSchema = z.object({
  source: sourceRange,
  language,
  break: segmentBreak,
  spans: z.array(span),
  words: z.array(
    z.object({ text: z.string(), source: sourceRange, startMs: milliseconds, endMs: milliseconds }),
  ),
  sampleCount: count,
  pauseSamples: count,
});

export type RenderedSegment = z.output<typeof renderedSegmentSchema>;

/** A phrase as it sounds, whole, with the times of its words. It is shared by all who play it: nobody writes to it. */
export interface Rendering {
  readonly sampleRateHz: number;
  readonly segments: readonly RenderedSegment[];
  /** The segments' audio in a row. */
  readonly pcm: Float32Array;
}

export function durationMs(rendering: Rendering): number {
  return Math.round((rendering.pcm.length * 1000) / rendering.sampleRateHz);
}

/** Collects a speech as it comes. */
export class RenderingCollector {
  #sampleRateHz = 0;
  readonly #segments: RenderedSegment[] = [];
  readonly #chunks: Float32Array[] = [];
  #sampleCount = 0;

  /** How far into the text the announced segments reach. */
  get endOffset(): number {
    return this.#segments.at(-1)?.source.end ?? 0;
  }

  accept(item: SpeakItem): void {
    switch (item.kind) {
      case 'plan':
        this.#sampleRateHz = item.sampleRateHz;
        break;
      case 'segment':
        this.#segments.push(segmentOf(item));
        break;
      case 'audio':
        this.#chunks.push(item.pcm);
        this.#sampleCount += item.pcm.length;
        break;
      case 'segmentEnd':
      case 'notice':
        break;
    }
  }

  /** The whole speech. @throws SottoError `inference-failed` when samples are missing: half a phrase is never kept */
  finish(): Rendering {
    const announced = this.#segments.reduce((sum, segment) => sum + segment.sampleCount, 0);
    if (this.#sampleRateHz === 0 || announced !== this.#sampleCount)
      throw new SottoError({
        code: 'inference-failed',
        message: `${this.#sampleCount} of ${announced} samples came`,
        kept: 'nothing of it was kept',
      });
    return {
      sampleRateHz: this.#sampleRateHz,
      segments: this.#segments,
      pcm: joinSamples(this.#chunks),
    };
  }
}

function segmentOf(item: SpeakItemOf<'segment'>): RenderedSegment {
  const { source, language: spoken, break: end, spans, words, sampleCount, pauseSamples } = item;
  return { source, language: spoken, break: end, spans, words, sampleCount, pauseSamples };
}
