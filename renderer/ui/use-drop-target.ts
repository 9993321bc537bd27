import { useRef, useState, type DragEvent } from 'react';

export interface DropTarget {
  /** Files are held over it. */
  readonly isOver: boolean;
  readonly handlers: {
    readonly onDragEnter: (event: DragEvent) => void;
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');

/** Files that are dropped on one element; whatever else is dropped there is the element's own affair. */
export function useDropTarget(onFiles: (files: readonly File[]) => void): DropTarget {
  const [isOver, setIsOver] = useState(false);
  // Entering a child is told before the parent is left.
  const depth = useRef(0);
  const count = (change: number): void => {
    depth.current = Math.max(0, depth.current + change);
    setIsOver(depth.current > 0);
  };
  return {
    isOver,
    handlers: {
      onDragEnter(event) {
        if (hasFiles(event)) count(1);
      },
      onDragOver(event) {
        if (hasFiles(event)) event.preventDefault();
      },
      onDragLeave(event) {
        if (hasFiles(event)) count(-1);
      },
      onDrop(event) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth.current = 0;
        setIsOver(false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) onFiles(files);
      },
    },
  };
}
