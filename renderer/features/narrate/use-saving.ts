import { useCallback, useEffect, useRef, useState } from 'react';
import type { NarrationFormat, NarrationItem } from '../../../engine/shared/app/narration.js';
import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useAttempt, useToasts } from '../../ui/index.js';
import { narrateWords } from './words.js';

export interface Saving {
  /** What is being made, and how far it is (0 to 1). */
  readonly current: { readonly format: NarrationFormat; readonly progress: number } | undefined;
  readonly start: (format: NarrationFormat) => void;
  readonly cancel: () => void;
}

/** Makes an audio file of an item and lets the person keep it. It ends with the view that shows it. */
export function useSaving({ id }: NarrationItem): Saving {
  const words = useWords(narrateWords);
  const client = useClient();
  const bridge = useBridge();
  const attempt = useAttempt();
  const toasts = useToasts();
  const [current, setCurrent] = useState<Saving['current']>();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const start = useCallback(
    (format: NarrationFormat) =>
      attempt(async () => {
        const mine = new AbortController();
        controller.current = mine;
        setCurrent({ format, progress: 0 });
        try {
          const made = client.narrationExport({ id, format }, { signal: mine.signal });
          for await (const { progress } of made) setCurrent({ format, progress });
          const { downloadId, fileName } = await made.result;
          const isKept = valueOf(await bridge.saveDownload(downloadId, fileName));
          if (isKept) toasts.info(words('saved', { name: fileName }));
        } finally {
          setCurrent(undefined);
        }
      }),
    [attempt, bridge, client, id, toasts, words],
  );
  return { current, start, cancel: () => controller.current?.abort() };
}
