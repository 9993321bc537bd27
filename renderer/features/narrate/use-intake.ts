import { useCallback, useState } from 'react';
import { toErrorShape } from '../../../engine/shared/errors.js';
import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { useToasts } from '../../ui/index.js';

/** As many go with one call. */
const MAX_FILES_A_CALL = 500;

export interface Intake {
  /** The file on its way to the host, and how many there are. */
  readonly sending: { readonly name: string; readonly done: number; readonly total: number } | undefined;
  readonly take: (files: readonly File[]) => void;
}

/** Hands files over one by one and queues them in their order; one that cannot be sent is told and left out. */
export function useIntake(): Intake {
  const client = useClient();
  const bridge = useBridge();
  const toasts = useToasts();
  const [sending, setSending] = useState<Intake['sending']>();
  const take = useCallback(
    (files: readonly File[]) => {
      const send = async (): Promise<void> => {
        let fileIds: string[] = [];
        const queue = async (): Promise<void> => {
          if (fileIds.length > 0) await client.narrationAdd({ fileIds });
          fileIds = [];
        };
        for (const [done, file] of files.entries()) {
          setSending({ name: file.name, done, total: files.length });
          try {
            fileIds.push(...valueOf(await bridge.sendFiles([file])).map(({ fileId }) => fileId));
            if (fileIds.length === MAX_FILES_A_CALL) await queue();
          } catch (thrown) {
            toasts.failure(toErrorShape(thrown));
          }
        }
        await queue();
      };
      send()
        .catch((thrown: unknown) => toasts.failure(toErrorShape(thrown)))
        .finally(() => setSending(undefined));
    },
    [bridge, client, toasts],
  );
  return { sending, take };
}
