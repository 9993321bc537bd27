import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errnoOf } from '../shared/errno.js';

/** Lookups by their outcome. */
export interface LookupCounts {
  readonly hotHits: number;
  readonly diskHits: number;
  readonly misses: number;
  readonly corrupt: number;
}

export const NO_LOOKUPS: LookupCounts = { hotHits: 0, diskHits: 0, misses: 0, corrupt: 0 };

/** The log is folded into one line when it has grown to this. */
const FOLD_AT_BYTES = 64 * 1024;

const LINE = /^(\d+) (\d+) (\d+) (\d+)$/;

export function addCounts(a: LookupCounts, b: LookupCounts): LookupCounts {
  return {
    hotHits: a.hotHits + b.hotHits,
    diskHits: a.diskHits + b.diskHits,
    misses: a.misses + b.misses,
    corrupt: a.corrupt + b.corrupt,
  };
}

/**
 * Lookup counts over all processes that use a cache: a file of short lines, appended without locks. Lines that do
 * not parse count as nothing. Two processes that fold at the same moment may lose a few counts, never an entry.
 */
export class LookupLog {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async add(counts: LookupCounts): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    await appendFile(this.#path, toLine(counts));
    if ((await stat(this.#path)).size > FOLD_AT_BYTES) await this.#fold();
  }

  async total(): Promise<LookupCounts> {
    let text = '';
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (thrown) {
      if (errnoOf(thrown) !== 'ENOENT') throw thrown;
    }
    return text.split('\n').reduce((sum, line) => addCounts(sum, fromLine(line)), NO_LOOKUPS);
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  async #fold(): Promise<void> {
    const folded = `${this.#path}.${process.pid}`;
    await writeFile(folded, toLine(await this.total()));
    await rename(folded, this.#path);
  }
}

function toLine(counts: LookupCounts): string {
  return `${counts.hotHits} ${counts.diskHits} ${counts.misses} ${counts.corrupt}\n`;
}

function fromLine(line: string): LookupCounts {
  const fields = LINE.exec(line)?.slice(1).map(Number);
  if (fields === undefined) return NO_LOOKUPS;
  const [hotHits = 0, diskHits = 0, misses = 0, corrupt = 0] = fields;
  return { hotHits, diskHits, misses, corrupt };
}
