import { useCallback, useState } from 'react';
import { MAX_FILE_BYTES } from '../../../engine/shared/bridge.js';
import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { formatBytes, useLanguage, useWords } from '../../i18n/index.js';
import { useAttempt, useSettling, useToasts } from '../../ui/index.js';
import { startImport } from './import-sources.js';
import { modelsWords } from './words.js';

export interface Intake {
  /** Name of the file on its way to the host. */
  readonly sending: string | undefined;
  readonly take: (files: readonly File[]) => void;
}

/**
 * Hands zips over one by one and has them imported.
 * @param onTooLarge told of a file that no window can hand over, and why
 */
export function useIntake(onTooLarge: (reason: string) => void): Intake {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const client = useClient();
  const bridge = useBridge();
  const attempt = useAttempt();
  const settle = useSettling();
  const toasts = useToasts();
  const [sending, setSending] = useState<string>();
  const takeOne = useCallback(
    async (file: File): Promise<void> => {
      const { name } = file;
      if (!name.toLowerCase().endsWith('.zip')) {
        toasts.info(words('onlyZips', { name }));
        return;
      }
      if (file.size > MAX_FILE_BYTES) {
        onTooLarge(words('tooLargeToSend', { name, size: formatBytes(MAX_FILE_BYTES, language) }));
        return;
      }
      setSending(name);
      const [sent] = valueOf(await bridge.sendFiles([file]));
      if (sent !== undefined) await startImport(client, { fileId: sent.fileId });
    },
    [bridge, client, language, onTooLarge, toasts, words],
  );
  const take = useCallback(
    (files: readonly File[]) =>
      attempt(async () => {
        // One that is refused is told of, and keeps none of the others.
        for (const file of files) await settle(() => takeOne(file));
        setSending(undefined);
      }),
    [attempt, settle, takeOne],
  );
  return { sending, take };
}
