import { useEffect, useRef, useState, type RefObject } from 'react';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { nameOf } from './phrase-search.js';

export interface Move {
  readonly name: string;
  /** From 1. */
  readonly place: number;
  readonly count: number;
}

/** The element that stands for a phrase, in either layout. */
export function phraseElement(container: HTMLElement | null, phraseId: string): HTMLElement | null {
  const all = container?.querySelectorAll<HTMLElement>('[data-phrase]') ?? [];
  return [...all].find((element) => element.dataset.phrase === phraseId) ?? null;
}

/**
 * Follows a phrase that is moved: tells its new place once the host has it, and keeps the focus on it, which a browser drops
 * when an element is put elsewhere.
 */
export function useMoveAnnouncer(
  shown: readonly PhraseEntry[],
  container: RefObject<HTMLElement | null>,
): { readonly lastMove: Move | undefined; readonly noteMove: (phraseId: string) => void } {
  const movingId = useRef<string>(undefined);
  const [lastMove, setLastMove] = useState<Move>();
  const order = shown.map(({ id }) => id).join(' ');
  const newest = useRef(shown);
  useEffect(() => {
    newest.current = shown;
  }, [shown]);
  useEffect(() => {
    const id = movingId.current;
    movingId.current = undefined;
    const index = newest.current.findIndex((phrase) => phrase.id === id);
    const phrase = newest.current[index];
    if (phrase === undefined) return;
    phraseElement(container.current, phrase.id)?.focus();
    setLastMove({ name: nameOf(phrase), place: index + 1, count: newest.current.length });
  }, [order, container]);
  return { lastMove, noteMove: (phraseId) => (movingId.current = phraseId) };
}
