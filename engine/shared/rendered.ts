/**
 * What the phrase cache keeps and how it is asked. The store itself lives in `engine/cache`; the pipeline composes it.
 */

/** The audio of one segment as the decoder gave it, levelled and limited, without the pause that follows it. */
export interface RenderedSegment {
  /** Mono float samples at the pack's sample rate. */
  readonly pcm: Float32Array;
  /** Frames of every token, pads included: word timings are derived from these. */
  readonly durationsFrames: Int32Array;
}

/** Everything that decides how a segment sounds. Two equal keys give equal audio; a store hashes it canonically. */
export interface PhraseKey {
  readonly engineVersion: string;
  /** SHA-256 over the manifest's graph hashes: another model is another sound. */
  readonly packSha256: string;
  /** SHA-256 of the style vector's bytes, so that a renamed voice still hits and an edited one misses. */
  readonly styleSha256: string;
  /** Names the statistics that the decoder was told; left out where it needs none. */
  readonly statistics?: string;
  /** For the person who looks into the cache; the content decides, not the name. */
  readonly voice: string;
  readonly style: string;
  readonly tokens: readonly number[];
  /** Pause of each token in frames, −1 for the model's own. */
  readonly pauseFrames: readonly number[];
  readonly controls: Readonly<Record<string, number>>;
}

export interface PhraseStoreStats {
  /** Answered from memory. */
  readonly hotHits: number;
  /** Answered from disk, content verified. */
  readonly diskHits: number;
  readonly misses: number;
  /** Entries whose content did not match their hash: dropped and made anew. */
  readonly corrupt: number;
  readonly hotEntries: number;
  readonly hotBytes: number;
  /** What went wrong last with the disk, if anything did. */
  readonly trouble?: string;
}

/** Where a phrase is kept: `memory` leaves the disk alone. */
export type PhraseKeeping = 'memory' | 'disk';

/** A cache of rendered segments. It never fails a render: trouble inside it is a miss, counted. */
export interface PhraseStore {
  get(key: PhraseKey): Promise<RenderedSegment | undefined>;
  /** @param keeping `disk` keeps it in memory too */
  put(key: PhraseKey, segment: RenderedSegment, keeping?: PhraseKeeping): Promise<void>;
  stats(): PhraseStoreStats;
  /** Removes every entry, in memory and on disk. */
  clear(): Promise<void>;
  /** Reads every entry on disk, drops the corrupt ones. */
  verify(): Promise<{ entries: number; bytes: number; dropped: number }>;
}
