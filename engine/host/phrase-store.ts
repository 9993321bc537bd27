import { openPhraseDisk } from '../cache/phrase-cache.js';
import type { PhraseCacheFolder } from '../services/system/kept-stores.js';

/** The phrase cache on disk as the app's services know it. */
export function phraseStore(dir: string): PhraseCacheFolder {
  const open = () => openPhraseDisk(dir);
  return {
    dir,
    async usage() {
      const { bytes, entries } = await open().disk.usage();
      return { bytes, entries };
    },
    async clear() {
      const { disk, log } = open();
      await disk.clear();
      await log.clear();
    },
  };
}
