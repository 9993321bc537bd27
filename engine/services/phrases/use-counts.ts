import { join } from 'node:path';
import { z } from 'zod';
import type { SottoError } from '../../shared/errors.js';
import { openJsonStore } from '../json-store.js';

/** Texts that are counted. Beyond it lies what was said once, years ago. */
const MAX_COUNTED = 5000;

const countsSchema = z.object({ version: z.literal(1), counts: z.record(z.string(), z.number()) });

/** How often each rendering was spoken: the most used ones are the first in memory, and the first to be rendered. */
export interface UseCounts {
  of(phraseId: string, text: string): number;
  note(phraseId: string, text: string): void;
  clear(): void;
  flush(): Promise<void>;
}

/** @param isKnown whether there is such a phrase still */
export async function openUseCounts(
  dir: string,
  isKnown: (phraseId: string) => boolean,
  onTrouble: (error: SottoError) => void,
): Promise<UseCounts> {
  const store = await openJsonStore<z.output<typeof countsSchema>>({
    file: join(dir, 'phrase-uses.json'),
    schema: countsSchema,
    initial: { version: 1, counts: {} },
    onTrouble,
  });
  const known = Object.entries(store.get().counts).filter(([key]) => isKnown(phraseIdOf(key)));
  const counts = new Map(known.sort(([, one], [, other]) => other - one).slice(0, MAX_COUNTED));
  const save = (): void => store.set({ version: 1, counts: Object.fromEntries(counts) });
  return {
    of: (phraseId, text) => counts.get(keyOf(phraseId, text)) ?? 0,
    note(phraseId, text) {
      const key = keyOf(phraseId, text);
      if (!counts.has(key) && counts.size >= MAX_COUNTED) return;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      save();
    },
    clear() {
      counts.clear();
      save();
    },
    flush: () => store.flush(),
  };
}

function keyOf(phraseId: string, text: string): string {
  return `${phraseId} ${text}`;
}

function phraseIdOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
