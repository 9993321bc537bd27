import { useEffect, useRef, useState, type ReactNode } from 'react';
import styles from './file-drop.module.css';

export interface FileDropProps {
  /** What happens to files that are dropped. */
  readonly label: string;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Takes files that are dropped anywhere on the window, and says so while they hover above it. */
export function FileDrop({ label, onFiles }: FileDropProps): ReactNode {
  const isOver = useWindowDrop(onFiles);
  if (!isOver) return null;
  return (
    <div className={styles.overlay}>
      <p>{label}</p>
    </div>
  );
}

function useWindowDrop(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  }, [onFiles]);
  useEffect(() => {
    // Enter and leave come for every element that is crossed; the window is left when they are even.
    let depth = 0;
    const hasFiles = (drag: DragEvent): boolean => drag.dataTransfer?.types.includes('Files') ?? false;
    const settle = (next: number): void => {
      depth = Math.max(0, next);
      setIsOver(depth > 0);
    };
    const listeners = {
      dragenter: (drag: DragEvent) => {
        if (hasFiles(drag)) settle(depth + 1);
      },
      dragleave: (drag: DragEvent) => {
        if (hasFiles(drag)) settle(depth - 1);
      },
      dragover: (drag: DragEvent) => {
        if (!drag.dataTransfer || !hasFiles(drag)) return;
        drag.preventDefault();
        // Whoever guards the window against files may have refused them already.
        drag.dataTransfer.dropEffect = 'copy';
      },
      drop: (drag: DragEvent) => {
        if (!hasFiles(drag)) return;
        drag.preventDefault();
        settle(0);
        take.current([...(drag.dataTransfer?.files ?? [])]);
      },
    };
    for (const [name, listener] of Object.entries(listeners))
      window.addEventListener(name as keyof typeof listeners, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name as keyof typeof listeners, listener);
    };
  }, []);
  return isOver;
}
