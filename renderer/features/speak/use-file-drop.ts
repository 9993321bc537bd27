import { useRef, useState, type DragEvent } from 'react';
import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useAttempt, useToasts } from '../../ui/index.js';
import { speakWords } from './words.js';

interface FileDrop {
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

/** Files that are dropped go to be narrated, as anywhere else; text that is dropped is the text area's own affair. */
export function useFileDrop(): FileDrop {
  const bridge = useBridge();
  const client = useClient();
  const attempt = useAttempt();
  const toasts = useToasts();
  const words = useWords(speakWords);
  const [isOver, setIsOver] = useState(false);
  // Entering a child is told before the parent is left.
  const depth = useRef(0);
  const count = (change: number): void => {
    depth.current = Math.max(0, depth.current + change);
    setIsOver(depth.current > 0);
  };
  const take = async (files: readonly File[]): Promise<void> => {
    const sent = valueOf(await bridge.sendFiles(files));
    await client.narrationAdd({ fileIds: sent.map(({ fileId }) => fileId) });
    toasts.info(words('filesAdded', { count: sent.length }), { label: words('showFiles'), href: '#narrate' });
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
        if (files.length > 0) attempt(() => take(files));
      },
    },
  };
}
