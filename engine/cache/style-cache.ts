import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** A style vector and the hash of its content, which is its name in the keys of phrases. */
export interface StyleVector {
  /** SHA-256 of the values as little-endian float32, in hexadecimal. */
  readonly sha256: string;
  readonly values: Float32Array;
}

export interface StyleCacheStats {
  readonly hits: number;
  readonly misses: number;
  /** Distinct contents. */
  readonly entries: number;
}

/**
 * Style vectors by content. Names (a voice and a style, or the hash of a recording) lead to contents, and two names
 * of equal content share one vector. Loads in flight are shared; a failed load is forgotten.
 */
export class StyleCache {
  readonly #byName: LRUCache<string, Promise<StyleVector>>;
  readonly #byContent: LRUCache<string, StyleVector>;
  #hits = 0;
  #misses = 0;

  constructor(maxEntries = 256) {
    this.#byName = new LRUCache({ max: maxEntries });
    this.#byContent = new LRUCache({ max: maxEntries });
  }

  async resolve(name: string, load: () => Float32Array | Promise<Float32Array>): Promise<StyleVector> {
    const known = this.#byName.get(name);
    if (known !== undefined) {
      this.#hits += 1;
      return known;
    }
    this.#misses += 1;
    const loading = Promise.resolve()
      .then(load)
      .then((values) => this.#intern(values));
    this.#byName.set(name, loading);
    try {
      return await loading;
    } catch (thrown) {
      if (this.#byName.peek(name) === loading) this.#byName.delete(name);
      throw thrown;
    }
  }

  stats(): StyleCacheStats {
    return { hits: this.#hits, misses: this.#misses, entries: this.#byContent.size };
  }

  #intern(values: Float32Array): StyleVector {
    const sha256 = styleSha256(values);
    const known = this.#byContent.get(sha256);
    if (known !== undefined) return known;
    const style = { sha256, values: values.slice() };
    this.#byContent.set(sha256, style);
    return style;
  }
}

export function styleSha256(values: Float32Array): string {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
  return createHash('sha256').update(bytes).digest('hex');
}
