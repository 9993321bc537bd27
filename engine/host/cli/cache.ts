import { DEFAULT_DISK_BYTES, openPhraseDisk } from '../../cache/phrase-cache.js';
import { bytesText } from '../../shared/byte-size.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';
import { phraseCacheDir } from '../paths.js';
import { print } from './standard-streams.js';
import { textTable } from './text-table.js';

export const CACHE_ACTIONS = ['stats', 'clear', 'verify', 'path'] as const;
export type CacheAction = (typeof CACHE_ACTIONS)[number];

/** `sotto cache`: looks into and cleans the phrase cache on disk; no engine is started. */
export async function cache(action: CacheAction, flags: { readonly json?: boolean }): Promise<void> {
  const dir = await phraseCacheDir(process.env);
  try {
    const { data, text } = await ACTIONS[action](dir);
    await print(flags.json === true ? `${JSON.stringify(data)}\n` : text);
  } catch (thrown) {
    if (errnoOf(thrown) === undefined || errnoOf(thrown) === 'EPIPE' || !(thrown instanceof Error))
      throw thrown;
    throw new SottoError(
      {
        code: 'cache-failed',
        message: `the cache in ${dir} cannot be used: ${thrown.message}`,
        kept: 'speech works without it',
        next: 'check the permissions of that folder',
      },
      { cause: thrown },
    );
  }
}

interface Answer {
  readonly data: object;
  readonly text: string;
}

const ACTIONS: Readonly<Record<CacheAction, (dir: string) => Promise<Answer>>> = {
  path: (dir) => Promise.resolve({ data: { path: dir }, text: `${dir}\n` }),

  async stats(dir) {
    const data = await cacheStats(dir);
    return { data, text: textTable(cacheRows(data)) };
  },

  async clear(dir) {
    const { disk, log } = openPhraseDisk(dir);
    const before = await disk.usage();
    await disk.clear();
    await log.clear();
    const text = `removed ${before.entries} phrases (${bytesText(before.bytes)})\n`;
    return { data: { removed: before }, text };
  },

  async verify(dir) {
    const report = await openPhraseDisk(dir).disk.verify();
    const text = `${report.entries} phrases are whole (${bytesText(report.bytes)}), ${report.dropped} damaged ones were dropped\n`;
    return { data: report, text };
  },
};

export type CacheStats = Awaited<ReturnType<typeof cacheStats>>;

/** What is in a cache folder, and how its lookups went over all processes so far. */
export async function cacheStats(dir: string) {
  const { disk, log } = openPhraseDisk(dir);
  return { path: dir, ...(await disk.usage()), maxBytes: DEFAULT_DISK_BYTES, lookups: await log.total() };
}

export function cacheRows(stats: CacheStats): string[][] {
  const { lookups } = stats;
  return [
    ['folder', stats.path],
    ['phrases', `${stats.entries} (${bytesText(stats.bytes)} of at most ${bytesText(stats.maxBytes)})`],
    [
      'hits',
      `${lookups.hotHits + lookups.diskHits} (${lookups.hotHits} in memory, ${lookups.diskHits} on disk)`,
    ],
    ['misses', `${lookups.misses}`],
    ['damaged', `${lookups.corrupt} found, dropped and made anew`],
  ];
}
