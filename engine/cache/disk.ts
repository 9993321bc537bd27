import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../files/presence.js';
import { errnoOf } from '../shared/errno.js';

/** Trimming goes this far under the bound, so that a full store is not listed again after every write. */
const TRIM_TO_RATIO = 0.9;
/** cacache hashes with SHA-512 unless told; this takes half the time on the decoder's core. */
const HASH = 'sha256';

export type Lookup =
  | { readonly kind: 'hit'; readonly bytes: Uint8Array }
  | { readonly kind: 'miss' }
  /** The entry did not match its hash; it is gone now. */
  | { readonly kind: 'corrupt' };

export interface DiskUsage {
  readonly entries: number;
  readonly bytes: number;
}

export interface DiskEntry {
  readonly name: string;
  readonly bytes: number;
  readonly label: Readonly<Record<string, string>>;
}

export interface VerifyReport extends DiskUsage {
  /** Entries that did not match their hash, or had lost their content; they are gone now. */
  readonly dropped: number;
}

/** What cacache offers beyond its type declarations. */
interface UntypedParts {
  readonly rm: { entry(dir: string, name: string, options: { removeFully: true }): Promise<unknown> };
}

interface CacacheVerifyStats {
  readonly totalEntries: number;
  readonly keptSize: number;
  readonly reclaimedCount: number;
}

/**
 * Named bytes in a folder, content-addressed and verified on every read. Several processes may use one folder.
 * Methods reject on trouble of the file system only; damage to entries is an answer, not an error.
 */
export class DiskStore {
  readonly dir: string;
  readonly #maxBytes: number;
  #library: ReturnType<typeof loadLibrary> | undefined;
  /** Bytes in the folder as far as known; undefined until the first listing. */
  #estimatedBytes: number | undefined;

  constructor(options: { readonly dir: string; readonly maxBytes: number }) {
    this.dir = options.dir;
    this.#maxBytes = options.maxBytes;
  }

  async get(name: string): Promise<Lookup> {
    if (this.#library === undefined && !(await exists(this.dir))) return { kind: 'miss' };
    const cacache = await this.#cacache();
    try {
      const { data } = await cacache.get(this.dir, name);
      return { kind: 'hit', bytes: data };
    } catch (thrown) {
      const errno = errnoOf(thrown);
      if (errno === 'ENOENT') return { kind: 'miss' };
      if (errno !== 'EINTEGRITY' && errno !== 'EBADSIZE') throw thrown;
      await this.drop(name);
      return { kind: 'corrupt' };
    }
  }

  /** @param label Plain data for whoever looks into the folder. */
  async put(name: string, bytes: Uint8Array, label: Readonly<Record<string, string>>): Promise<void> {
    if (bytes.length > this.#maxBytes) return;
    const cacache = await this.#cacache();
    // What a person had read out is private.
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    await cacache.put(this.dir, name, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      algorithms: [HASH],
      metadata: label,
    });
    if (this.#estimatedBytes !== undefined) this.#estimatedBytes += bytes.length;
    if (this.#estimatedBytes === undefined || this.#estimatedBytes > this.#maxBytes) await this.#trim();
  }

  /** Removes an entry and its content. The content must go too: cacache keeps a file that is already there. */
  async drop(name: string): Promise<void> {
    const cacache = await this.#cacache();
    const entry = await cacache.get.info(this.dir, name);
    if (entry !== null) await cacache.rm.content(this.dir, entry.integrity);
    await cacache.rm.entry(this.dir, name, { removeFully: true });
  }

  /** Every entry as it was put, unread: what it holds is verified by `get`. */
  async entries(): Promise<DiskEntry[]> {
    const entries = await this.#list();
    return entries.map(({ key, size, metadata }) => ({
      name: key,
      bytes: size,
      label: (metadata ?? {}) as DiskEntry['label'],
    }));
  }

  async usage(): Promise<DiskUsage> {
    const entries = await this.#list();
    return { entries: entries.length, bytes: sumBytes(entries) };
  }

  async clear(): Promise<void> {
    if (!(await exists(this.dir))) return;
    const cacache = await this.#cacache();
    await cacache.rm.all(this.dir);
    await rm(join(this.dir, 'tmp'), { recursive: true, force: true });
    this.#estimatedBytes = 0;
  }

  /** Reads every entry, drops what is damaged and what interrupted writers left. */
  async verify(): Promise<VerifyReport> {
    if (!(await exists(this.dir))) return { entries: 0, bytes: 0, dropped: 0 };
    const cacache = await this.#cacache();
    const before = (await this.#list()).length;
    const stats = (await cacache.verify(this.dir)) as CacacheVerifyStats;
    this.#estimatedBytes = stats.keptSize;
    return {
      entries: stats.totalEntries,
      bytes: stats.keptSize,
      dropped: Math.max(stats.reclaimedCount, before - stats.totalEntries),
    };
  }

  async #trim(): Promise<void> {
    const entries = await this.#list();
    let bytes = sumBytes(entries);
    if (bytes > this.#maxBytes) {
      entries.sort((a, b) => a.time - b.time);
      for (const entry of entries) {
        if (bytes <= this.#maxBytes * TRIM_TO_RATIO) break;
        await this.drop(entry.key);
        bytes -= entry.size;
      }
    }
    this.#estimatedBytes = bytes;
  }

  async #list() {
    if (!(await exists(this.dir))) return [];
    const cacache = await this.#cacache();
    return Object.values(await cacache.ls(this.dir));
  }

  #cacache() {
    this.#library ??= loadLibrary();
    return this.#library;
  }
}

/** Loaded at the first use: it takes tens of milliseconds, which the first sentence should not wait for. */
async function loadLibrary() {
  const { default: cacache } = await import('cacache');
  return cacache as typeof cacache & UntypedParts;
}

function sumBytes(entries: readonly { readonly size: number }[]): number {
  return entries.reduce((sum, entry) => sum + entry.size, 0);
}
