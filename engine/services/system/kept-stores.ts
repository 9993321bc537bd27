import { join } from 'node:path';
import type { EngineHost } from '../engine-host.js';
import type { HistoryService } from '../history/history-service.js';
import { DRAFT_FILE, RECENT_FILE } from '../history/history.js';
import type { NarrationService } from '../narration/narration-service.js';
import type { PacksService } from '../packs/packs-service.js';
import type { PhrasesService } from '../phrases/phrases-service.js';
import type { VoicesService } from '../voices/voices-service.js';
import { bytesOf } from '../disk-usage.js';
import type { KeptStore } from './privacy.js';

/** The rendered phrases on disk, whoever wrote them. */
export interface PhraseCacheFolder extends Pick<KeptStore, 'usage' | 'clear'> {
  readonly dir: string;
}

export interface KeptStoreParts {
  readonly dataDir: string;
  readonly phraseCache: PhraseCacheFolder;
  readonly history: HistoryService;
  readonly engine: EngineHost;
  readonly voices: VoicesService;
  readonly narration: NarrationService;
  readonly phrases: PhrasesService;
  readonly packs: PacksService;
}

/** What is kept on this machine, as its person may look at it and empty it. */
export function keptStores({
  dataDir,
  phraseCache,
  history,
  engine,
  voices,
  narration,
  phrases,
  packs,
}: KeptStoreParts): KeptStore[] {
  return [
    {
      id: 'history',
      usage: () => fileUsage(join(dataDir, RECENT_FILE), recentCountOf(history)),
      async clear() {
        history.clearRecent();
        await history.flush();
      },
    },
    {
      id: 'draft',
      usage: () => fileUsage(join(dataDir, DRAFT_FILE), history.draft() === '' ? 0 : 1),
      async clear() {
        history.setDraft('');
        await history.flush();
      },
    },
    {
      id: 'phrase-cache',
      usage: () => phraseCache.usage(),
      async clear() {
        // A running engine also holds phrases in memory, and would write them back.
        if (engine.state().kind === 'ready') await (await engine.client()).cacheClear({});
        await phraseCache.clear();
      },
    },
    {
      id: 'phrases',
      usage: () => Promise.resolve(phrases.usage()),
      clear: () => phrases.clearRenderings(),
    },
    { id: 'narrations', usage: () => narration.usage(), clear: () => narration.clear() },
    { id: 'previews', usage: () => voices.previewsUsage(), clear: () => voices.clearPreviews() },
    {
      id: 'recorded-voices',
      usage: () => Promise.resolve(packs.usage().voices),
      clear: () => packs.clearVoices(),
    },
    { id: 'packs', usage: () => Promise.resolve(packs.usage().packs), clear: () => packs.clearPacks() },
  ];
}

/** A file without entries still has its brackets, which are nothing of the person's. */
async function fileUsage(path: string, entries: number): Promise<{ bytes: number; entries: number }> {
  return { bytes: entries === 0 ? 0 : await bytesOf(path), entries };
}

function recentCountOf(history: HistoryService): number {
  let count = 0;
  history.watchRecent((items) => (count = items.length))();
  return count;
}
