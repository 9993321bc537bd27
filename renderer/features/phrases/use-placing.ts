import type { KeyboardEvent } from 'react';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { indexAfterDrop, indexAfterStep, useSortable, type DropEdge } from '../../ui/sorting/index.js';

export const PHRASE_DRAG = 'phrase';

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

export interface PlacingOptions {
  readonly phrase: PhraseEntry;
  /** The list that is put in order; undefined while it is a search's. */
  readonly order: readonly PhraseEntry[] | undefined;
  readonly axis: 'horizontal' | 'vertical';
  readonly onPlace: (id: string, index: number) => void;
}

/** A phrase's place among others, changed by dragging or by Alt with an arrow. */
export function usePlacing<E extends HTMLElement>({ phrase, order, axis, onPlace }: PlacingOptions) {
  const ids = order?.map(({ id }) => id) ?? [];
  const step = (by: number): void => {
    const index = indexAfterStep(ids, phrase.id, by);
    if (index !== undefined) onPlace(phrase.id, index);
  };
  const sortable = useSortable<E>({
    kind: PHRASE_DRAG,
    id: phrase.id,
    axis,
    isDisabled: order === undefined,
    onDrop: (draggedId: string, edge: DropEdge) =>
      onPlace(draggedId, indexAfterDrop(ids, draggedId, phrase.id, edge)),
  });
  const onKeyDown = (press: KeyboardEvent): void => {
    const by = STEPS[press.key];
    if (!press.altKey || by === undefined || order === undefined) return;
    press.preventDefault();
    step(by);
  };
  return { ...sortable, onKeyDown, onStep: order === undefined ? undefined : step };
}
