import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { DropEdge } from './drop-index.js';

interface DragData {
  readonly [key: string]: unknown;
  readonly kind: string;
  readonly id: string;
}

function isDragOf(data: Record<string | symbol, unknown>, kind: string): data is DragData & typeof data {
  return data.kind === kind && typeof data.id === 'string';
}

export interface SortableOptions {
  /** Things of one kind can be dropped on each other. */
  readonly kind: string;
  readonly id: string;
  /** Along which the list runs. */
  readonly axis: 'horizontal' | 'vertical';
  readonly onDrop: (draggedId: string, edge: DropEdge) => void;
  readonly isDisabled?: boolean;
}

export interface Sortable<E extends HTMLElement> {
  readonly ref: RefObject<E | null>;
  readonly isDragging: boolean;
  /** The side on which something that hovers above would be dropped. */
  readonly edge: DropEdge | undefined;
}

/** An item of a list that is put in order by dragging. The list also needs a way for the keyboard. */
export function useSortable<E extends HTMLElement>({
  kind,
  id,
  axis,
  onDrop,
  isDisabled = false,
}: SortableOptions): Sortable<E> {
  const ref = useRef<E>(null);
  const [isDragging, setIsDragging] = useState(false);
  const [edge, setEdge] = useState<DropEdge>();
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  }, [onDrop]);
  useEffect(() => {
    const element = ref.current;
    if (element === null || isDisabled) return undefined;
    const edgeAt = ({ clientX, clientY }: { clientX: number; clientY: number }): DropEdge => {
      const box = element.getBoundingClientRect();
      const isBefore =
        axis === 'horizontal' ? clientX < box.left + box.width / 2 : clientY < box.top + box.height / 2;
      return isBefore ? 'before' : 'after';
    };
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind, id }),
        onDragStart: () => setIsDragging(true),
        onDrop: () => setIsDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => isDragOf(source.data, kind) && source.data.id !== id,
        onDrag: ({ location }) => setEdge(edgeAt(location.current.input)),
        onDragLeave: () => setEdge(undefined),
        onDrop: ({ source, location }) => {
          setEdge(undefined);
          if (isDragOf(source.data, kind)) drop.current(source.data.id, edgeAt(location.current.input));
        },
      }),
    );
  }, [kind, id, axis, isDisabled]);
  return { ref, isDragging, edge };
}

/** A place that takes dragged items in, such as the tab of another list. */
export function useDropTarget<E extends HTMLElement>(
  kind: string,
  onDrop: (draggedId: string) => void,
): { readonly ref: RefObject<E | null>; readonly isOver: boolean } {
  const ref = useRef<E>(null);
  const [isOver, setIsOver] = useState(false);
  const drop = useRef(onDrop);
  useEffect(() => {
    drop.current = onDrop;
  }, [onDrop]);
  useEffect(() => {
    if (ref.current === null) return undefined;
    return dropTargetForElements({
      element: ref.current,
      canDrop: ({ source }) => isDragOf(source.data, kind),
      onDragEnter: () => setIsOver(true),
      onDragLeave: () => setIsOver(false),
      onDrop: ({ source }) => {
        setIsOver(false);
        if (isDragOf(source.data, kind)) drop.current(source.data.id);
      },
    });
  }, [kind]);
  return { ref, isOver };
}
