import { useCallback, useState } from 'react';
import type { Manner } from '../../../engine/shared/app/speech.js';
import type { MixPart } from '../../../engine/shared/contract.js';
import { useClient, useHostState } from '../../host/index.js';
import { useAttempt } from '../../ui/index.js';

export interface Preview {
  /** The key that was asked for last, while it is prepared or heard. */
  readonly soundingKey: string | undefined;
  /** Plays a preview, or stops it where it is the one that sounds. */
  readonly toggle: (key: string, manner: Manner, mix?: readonly MixPart[]) => void;
}

/** Previews of voices and mixes; each has a key of the caller's. */
export function usePreview(): Preview {
  const client = useClient();
  const attempt = useAttempt();
  const speech = useHostState('speechState');
  const [lastKey, setLastKey] = useState<string>();
  const isSounding =
    speech?.utterance?.origin === 'preview' &&
    (speech.status === 'preparing' || speech.status === 'speaking');
  const soundingKey = isSounding ? lastKey : undefined;
  const toggle = useCallback(
    (key: string, manner: Manner, mix?: readonly MixPart[]) => {
      if (key === soundingKey) {
        attempt(() => client.speechStop({}));
        return;
      }
      setLastKey(key);
      attempt(() => client.voicePreview({ manner, ...(mix && { mix: [...mix] }) }));
    },
    [attempt, client, soundingKey],
  );
  return { soundingKey, toggle };
}
