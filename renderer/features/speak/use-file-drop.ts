import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useAttempt, useDropTarget, useToasts, type DropTarget } from '../../ui/index.js';
import { speakWords } from './words.js';

/** Files that are dropped go to be narrated, as anywhere else; text that is dropped is the text area's own affair. */
export function useFileDrop(): DropTarget {
  const bridge = useBridge();
  const client = useClient();
  const attempt = useAttempt();
  const toasts = useToasts();
  const words = useWords(speakWords);
  const take = async (files: readonly File[]): Promise<void> => {
    const sent = valueOf(await bridge.sendFiles(files));
    await client.narrationAdd({ fileIds: sent.map(({ fileId }) => fileId) });
    toasts.info(words('filesAdded', { count: sent.length }), { label: words('showFiles'), href: '#narrate' });
  };
  return useDropTarget((files) => attempt(() => take(files)));
}
