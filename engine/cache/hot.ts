import { LRUCache } from 'lru-cache';
import type { RenderedSegment } from '../shared/rendered.js';

/** Objects, map entry and digest around the samples; what matters is that an empty phrase is not free. */
const OVERHEAD_BYTES = 512;

/** The phrases used last, in memory, bounded by their bytes. A phrase larger than the bound is not kept. */
export class HotCache {
  readonly #phrases: LRUCache<string, RenderedSegment> | undefined;

  /** @param maxBytes 0 keeps nothing. */
  constructor(maxBytes: number) {
    if (maxBytes > 0) this.#phrases = new LRUCache({ maxSize: maxBytes, sizeCalculation: sizeBytes });
  }

  get entryCount(): number {
    return this.#phrases?.size ?? 0;
  }

  get bytes(): number {
    return this.#phrases?.calculatedSize ?? 0;
  }

  get(digest: string): RenderedSegment | undefined {
    return this.#phrases?.get(digest);
  }

  set(digest: string, segment: RenderedSegment): void {
    this.#phrases?.set(digest, segment);
  }

  clear(): void {
    this.#phrases?.clear();
  }
}

function sizeBytes(segment: RenderedSegment): number {
  return OVERHEAD_BYTES + segment.pcm.byteLength + segment.durationsFrames.byteLength;
}
