import { useCallback, useSyncExternalStore } from 'react';
import type { NarrationFormat, NarrationItem } from '../../../engine/shared/app/narration.js';
import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useAttempt, useToasts } from '../../ui/index.js';
import { Savings, type Making } from './savings.js';
import { narrateWords } from './words.js';

/** Of the window: it outlives the view, which is gone while another one is shown. */
const savings = new Savings();

export interface Saving {
  /** What is being made, and how far it is. */
  readonly current: Making | undefined;
  readonly start: (format: NarrationFormat) => void;
  readonly cancel: () => void;
}

/** Makes an audio file of an item and lets the person keep it. */
export function useSaving({ id }: NarrationItem): Saving {
  const words = useWords(narrateWords);
  const client = useClient();
  const bridge = useBridge();
  const attempt = useAttempt();
  const toasts = useToasts();
  const current = useSyncExternalStore(savings.watch, () => savings.of(id));
  const start = useCallback(
    (format: NarrationFormat) =>
      attempt(() =>
        savings.run(id, format, async (signal, tell) => {
          const made = client.narrationExport({ id, format }, { signal });
          for await (const { progress } of made) tell(progress);
          const { downloadId, fileName } = await made.result;
          const isKept = valueOf(await bridge.saveDownload(downloadId, fileName));
          if (isKept) toasts.info(words('saved', { name: fileName }));
        }),
      ),
    [attempt, bridge, client, id, toasts, words],
  );
  return { current, start, cancel: () => savings.cancel(id) };
}
