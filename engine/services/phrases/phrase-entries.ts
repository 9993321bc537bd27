import type { PhraseEntry, PhraseState } from '../../shared/app/phrases.js';
import type { ErrorShape } from '../../shared/errors.js';
import type { StoredPhrase } from './library.js';
import type { RenderingStore } from './rendering-store.js';
import type { WantedPhrase } from './wanted.js';

/** What decides how a phrase stands. */
export interface EntryFacts {
  /** Undefined while it is not known yet how the phrase is to sound. */
  readonly wanted: WantedPhrase | undefined;
  /** Why nobody can say how it is to sound. */
  readonly trouble: ErrorShape | undefined;
  readonly store: Pick<RenderingStore, 'has' | 'durationMs'>;
  readonly isRendering: (name: string) => boolean;
  readonly failureOf: (name: string) => ErrorShape | undefined;
}

/** A phrase as windows see it. */
export function phraseEntry(phrase: StoredPhrase, facts: EntryFacts): PhraseEntry {
  const { wanted, store } = facts;
  const renderings = wanted?.renderings ?? [];
  const readyCount = renderings.filter(({ name }) => store.has(name)).length;
  const [first] = renderings;
  return {
    ...phrase,
    state: stateOf(facts, readyCount),
    readyCount,
    wantedCount: renderings.length,
    combinationCount: wanted?.combinationCount ?? 0,
    durationMs: (first && store.durationMs(first.name)) ?? null,
  };
}

function stateOf({ wanted, trouble, isRendering, failureOf }: EntryFacts, readyCount: number): PhraseState {
  if (trouble) return failed(trouble);
  if (!wanted) return { kind: 'stale' };
  if (wanted.combinationCount === 0) return { kind: 'live' };
  if (readyCount === wanted.renderings.length) return { kind: 'ready' };
  if (wanted.renderings.some(({ name }) => isRendering(name))) return { kind: 'rendering' };
  for (const { name } of wanted.renderings) {
    const failure = failureOf(name);
    if (failure) return failed(failure);
  }
  return { kind: 'stale' };
}

function failed({ message, code }: ErrorShape): PhraseState {
  return { kind: 'failed', reason: message, code };
}
