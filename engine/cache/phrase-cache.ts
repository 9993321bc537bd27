import { join } from 'node:path';
import type {
  PhraseKeeping,
  PhraseKey,
  PhraseStore,
  PhraseStoreStats,
  RenderedSegment,
} from '../shared/rendered.js';
import { DiskStore, type VerifyReport } from './disk.js';
import { HotCache } from './hot.js';
import { phraseDigest } from './key.js';
import { addCounts, LookupLog, NO_LOOKUPS, type LookupCounts } from './lookup-log.js';
import { decodeRendered, encodeRendered } from './rendered-codec.js';
import { WriteBehind } from './write-behind.js';

/** About an hour and a half of speech. */
export const DEFAULT_DISK_BYTES = 512_000_000;
/** About three minutes of speech that wait for a slow disk. */
const MAX_PENDING_BYTES = 16 * 1024 * 1024;
/** After so many failed writes in a row (a full disk, a folder without permission) the disk is left alone. */
const MAX_FAILED_WRITES = 3;

export interface PhraseCacheOptions {
  readonly hotBytes: number;
  /** Folder of the disk layer; null keeps phrases in memory only. */
  readonly dir: string | null;
  readonly diskBytes?: number;
}

/** Opens the folder's disk layer alone, for a host that shows or cleans a cache without an engine. */
export function openPhraseDisk(
  dir: string,
  maxBytes = DEFAULT_DISK_BYTES,
): { disk: DiskStore; log: LookupLog } {
  return { disk: new DiskStore({ dir, maxBytes }), log: new LookupLog(join(dir, 'lookups.log')) };
}

/**
 * Rendered segments: memory over disk. Trouble of the disk never reaches the caller: a read that fails is a miss,
 * writes happen behind the caller's back, and `stats` says what went wrong last.
 * Segments that it returns are shared: they must not be written to.
 */
export class PhraseCache implements PhraseStore {
  readonly #hot: HotCache;
  readonly #disk: DiskStore | undefined;
  readonly #log: LookupLog | undefined;
  readonly #later: WriteBehind;
  #counts = NO_LOOKUPS;
  #unlogged = NO_LOOKUPS;
  #isLogPending = false;
  #failedWrites = 0;
  #trouble: string | undefined;

  constructor(options: PhraseCacheOptions) {
    this.#hot = new HotCache(options.hotBytes);
    if (options.dir !== null) {
      const layer = openPhraseDisk(options.dir, options.diskBytes);
      this.#disk = layer.disk;
      this.#log = layer.log;
    }
    this.#later = new WriteBehind(MAX_PENDING_BYTES, (thrown) => {
      this.#failedWrites += 1;
      this.#note(thrown);
    });
  }

  async get(key: PhraseKey): Promise<RenderedSegment | undefined> {
    const digest = phraseDigest(key);
    const hot = this.#hot.get(digest);
    if (hot !== undefined) {
      this.#count({ ...NO_LOOKUPS, hotHits: 1 });
      return hot;
    }
    const { segment, counts } = await this.#readDisk(digest);
    this.#count(counts);
    if (segment !== undefined) this.#hot.set(digest, segment);
    return segment;
  }

  /** Resolves at once; the disk is written later. The samples are copied, the caller may reuse its buffers. */
  put(key: PhraseKey, segment: RenderedSegment, keeping: PhraseKeeping = 'disk'): Promise<void> {
    const digest = phraseDigest(key);
    const copy = { pcm: segment.pcm.slice(), durationsFrames: segment.durationsFrames.slice() };
    this.#hot.set(digest, copy);
    const disk = keeping === 'disk' ? this.#disk : undefined;
    if (disk !== undefined && this.#failedWrites < MAX_FAILED_WRITES) {
      this.#later.add(copy.pcm.byteLength, async () => {
        await disk.put(digest, encodeRendered(copy), { voice: key.voice, style: key.style });
        this.#failedWrites = 0;
      });
    }
    return Promise.resolve();
  }

  stats(): PhraseStoreStats {
    return {
      ...this.#counts,
      hotEntries: this.#hot.entryCount,
      hotBytes: this.#hot.bytes,
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
    };
  }

  async clear(): Promise<void> {
    this.#hot.clear();
    await this.#later.settled();
    await this.#disk?.clear();
    await this.#log?.clear();
  }

  async verify(): Promise<VerifyReport> {
    await this.#later.settled();
    return (await this.#disk?.verify()) ?? { entries: 0, bytes: 0, dropped: 0 };
  }

  /** Resolves when everything that was put is on disk, or has failed to get there. */
  async settled(): Promise<void> {
    await this.#later.settled();
  }

  async #readDisk(digest: string): Promise<{ segment?: RenderedSegment; counts: LookupCounts }> {
    const miss = { counts: { ...NO_LOOKUPS, misses: 1 } };
    const corrupt = { counts: { ...NO_LOOKUPS, misses: 1, corrupt: 1 } };
    if (this.#disk === undefined) return miss;
    try {
      const found = await this.#disk.get(digest);
      if (found.kind === 'miss') return miss;
      if (found.kind === 'corrupt') return corrupt;
      const segment = decodeRendered(found.bytes);
      if (segment !== undefined) return { segment, counts: { ...NO_LOOKUPS, diskHits: 1 } };
      await this.#disk.drop(digest);
      return corrupt;
    } catch (thrown) {
      this.#note(thrown);
      return miss;
    }
  }

  #count(counts: LookupCounts): void {
    this.#counts = addCounts(this.#counts, counts);
    const log = this.#log;
    if (log === undefined || this.#failedWrites >= MAX_FAILED_WRITES) return;
    this.#unlogged = addCounts(this.#unlogged, counts);
    if (this.#isLogPending) return;
    this.#isLogPending = this.#later.add(0, async () => {
      const unlogged = this.#unlogged;
      this.#unlogged = NO_LOOKUPS;
      this.#isLogPending = false;
      await log.add(unlogged);
    });
  }

  #note(thrown: unknown): void {
    this.#trouble = thrown instanceof Error ? thrown.message : String(thrown);
  }
}
