import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { HostBridge } from '../../../engine/shared/bridge.js';
import { useBridge, useClient } from '../../host/index.js';
import { Draft } from './draft.js';

/** One a window: it outlives the view, which is gone while another one is shown, and every connection. */
const draftOf = new WeakMap<HostBridge<File>, Draft>();

function draftIn(bridge: HostBridge<File>): Draft {
  const draft = draftOf.get(bridge) ?? new Draft();
  draftOf.set(bridge, draft);
  return draft;
}

/** The text area's content, kept over restarts, and how to change it. */
export function useDraft(): [string, (text: string) => void] {
  const client = useClient();
  const bridge = useBridge();
  const draft = useMemo(() => draftIn(bridge), [bridge]);
  useEffect(() => {
    draft.connect({
      load: async () => (await client.draftGet({})).text,
      save: (text) => client.draftSet({ text }),
    });
  }, [client, draft]);
  useEffect(() => {
    const flush = (): void => draft.flush();
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      flush();
    };
  }, [draft]);
  const text = useSyncExternalStore(draft.watch, () => draft.text);
  return [text, useCallback((next: string) => draft.edit(next), [draft])];
}
