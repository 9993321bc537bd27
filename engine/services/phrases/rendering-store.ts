import { LRUCache } from 'lru-cache';
import { DiskStore } from '../../cache/disk.js';
import { bytesText } from '../../shared/byte-size.js';
import { SottoError } from '../../shared/errors.js';
import { decodeRendering, encodeRendering } from '../renderings/rendering-codec.js';
import { durationMs, type Rendering } from '../renderings/rendering.js';

/** Objects, words and map entry around the samples; what matters is that an empty phrase is not free. */
const OVERHEAD_BYTES = 1024;

export interface RenderingStoreOptions {
  readonly dir: string;
  /** On the disk. What does not fit is not kept: to drop one phrase for another would only make it render again. */
  readonly maxBytes: number;
  /** In memory. */
  readonly hotBytes: number;
  /** A rendering that was listed turned out to be damaged, and is gone now. */
  readonly onLost: (name: string) => void;
  /** Hears that the folder could not be listed: then nothing of it is used. */
  readonly onTrouble: (error: SottoError) => void;
}

interface Kept {
  readonly bytes: number;
  readonly durationMs: number;
}

/**
 * Renderings by their names: on the disk, verified whenever they are read, and the ones used last in memory, from where
 * they sound without waiting for anything.
 */
export interface RenderingStore {
  /** Whether the disk has it, as far as known without reading it. */
  has(name: string): boolean;
  durationMs(name: string): number | undefined;
  readonly bytes: number;
  readonly entryCount: number;
  readonly maxBytes: number;
  /** From memory. */
  hot(name: string): Rendering | undefined;
  /**
   * From memory or the disk; undefined when there is none, and when it was damaged: then it is gone now.
   * @throws SottoError `cache-failed`
   */
  read(name: string): Promise<Rendering | undefined>;
  /** Keeps a rendering in memory alone, in place of what was used longest ago. */
  remember(name: string, rendering: Rendering): void;
  /** Keeps a rendering on the disk, and in memory where that has room. @throws SottoError `too-large`, `cache-failed` */
  keep(name: string, rendering: Rendering): Promise<void>;
  /** Reads renderings into memory, in this order, until that is full. */
  warm(names: Iterable<string>, signal: AbortSignal): Promise<void>;
  /** Removes everything else. @param isWanted asked anew for each one, since wishes change meanwhile */
  retain(isWanted: (name: string) => boolean): Promise<void>;
  clear(): Promise<void>;
}

/** Opens the folder; what it holds is listed, not read. A folder that cannot be used costs the waiting, not the speech. */
export async function openRenderingStore(options: RenderingStoreOptions): Promise<RenderingStore> {
  const disk = new DiskStore({ dir: options.dir, maxBytes: Infinity });
  const entries = await guarded(() => disk.entries()).catch((thrown: unknown) => {
    options.onTrouble(thrown as SottoError);
    return [];
  });
  const index = entries.map(
    ({ name, bytes, label }) => [name, { bytes, durationMs: Number(label.durationMs ?? 0) }] as const,
  );
  return new Store(options, disk, new Map(index));
}

class Store implements RenderingStore {
  readonly maxBytes: number;
  readonly #onLost: RenderingStoreOptions['onLost'];
  readonly #disk: DiskStore;
  readonly #index: Map<string, Kept>;
  readonly #hot: LRUCache<string, Rendering>;
  #bytes = 0;

  constructor(options: RenderingStoreOptions, disk: DiskStore, index: Map<string, Kept>) {
    this.maxBytes = options.maxBytes;
    this.#onLost = options.onLost;
    this.#disk = disk;
    this.#index = index;
    this.#hot = new LRUCache({ maxSize: Math.max(1, options.hotBytes), sizeCalculation: hotSize });
    for (const { bytes } of index.values()) this.#bytes += bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get entryCount(): number {
    return this.#index.size;
  }

  has(name: string): boolean {
    return this.#index.has(name);
  }

  durationMs(name: string): number | undefined {
    return this.#index.get(name)?.durationMs;
  }

  hot(name: string): Rendering | undefined {
    return this.#hot.get(name);
  }

  async read(name: string): Promise<Rendering | undefined> {
    const hot = this.#hot.get(name);
    if (hot) return hot;
    if (!this.#index.has(name)) return undefined;
    const lookup = await guarded(() => this.#disk.get(name));
    const rendering = lookup.kind === 'hit' ? decodeRendering(lookup.bytes) : undefined;
    if (rendering) {
      this.#hot.set(name, rendering);
    } else {
      await this.#drop(name);
      this.#onLost(name);
    }
    return rendering;
  }

  remember(name: string, rendering: Rendering): void {
    this.#hot.set(name, rendering);
  }

  async keep(name: string, rendering: Rendering): Promise<void> {
    const bytes = encodeRendering(rendering);
    const replaced = this.#index.get(name)?.bytes ?? 0;
    if (this.#bytes - replaced + bytes.length > this.maxBytes) throw full(this.maxBytes);
    const label = { durationMs: String(durationMs(rendering)) };
    await guarded(() => this.#disk.put(name, bytes, label));
    this.#bytes += bytes.length - (this.#index.get(name)?.bytes ?? 0);
    this.#index.set(name, { bytes: bytes.length, durationMs: durationMs(rendering) });
    if (this.#hasHotRoom(hotSize(rendering))) this.#hot.set(name, rendering);
  }

  async warm(names: Iterable<string>, signal: AbortSignal): Promise<void> {
    for (const name of names) {
      if (signal.aborted) return;
      const kept = this.#index.get(name);
      if (!kept || this.#hot.peek(name)) continue;
      if (!this.#hasHotRoom(kept.bytes + OVERHEAD_BYTES)) return;
      await this.read(name);
    }
  }

  async retain(isWanted: (name: string) => boolean): Promise<void> {
    for (const name of [...this.#index.keys()]) if (!isWanted(name)) await this.#drop(name);
  }

  async clear(): Promise<void> {
    this.#hot.clear();
    this.#index.clear();
    this.#bytes = 0;
    await guarded(() => this.#disk.clear());
  }

  #hasHotRoom(bytes: number): boolean {
    return this.#hot.calculatedSize + bytes <= this.#hot.maxSize;
  }

  async #drop(name: string): Promise<void> {
    this.#bytes -= this.#index.get(name)?.bytes ?? 0;
    this.#index.delete(name);
    this.#hot.delete(name);
    await guarded(() => this.#disk.drop(name));
  }
}

function hotSize(rendering: Rendering): number {
  return OVERHEAD_BYTES + rendering.pcm.byteLength;
}

async function guarded<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    throw new SottoError(
      {
        code: 'cache-failed',
        message: `the folder of rendered phrases does not answer: ${(thrown as Error).message}`,
        kept: 'phrases are spoken as they are rendered',
        next: 'free some room on the disk, or allow the app to write there',
      },
      { cause: thrown },
    );
  }
}

function full(maxBytes: number): SottoError {
  return new SottoError({
    code: 'too-large',
    message: `rendered phrases already take the ${bytesText(maxBytes)} that they may`,
    kept: 'the phrase is spoken as it is rendered',
    next: 'remove phrases, or slot values, that are not needed',
  });
}
