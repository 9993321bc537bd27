import { useCallback } from 'react';
import { useWords } from '../../i18n/index.js';
import { useAttempt, useToasts } from '../../ui/index.js';
import { settingsWords } from './words.js';

/** Puts a text on the clipboard and says so. */
export function useCopy(): (text: string) => void {
  const words = useWords(settingsWords);
  const attempt = useAttempt();
  const toasts = useToasts();
  return useCallback(
    (text) =>
      attempt(async () => {
        await navigator.clipboard.writeText(text);
        toasts.info(words('copied'));
      }),
    [attempt, toasts, words],
  );
}
