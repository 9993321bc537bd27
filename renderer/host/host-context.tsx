import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import type { HostBridge } from '../../engine/shared/bridge.js';
import { EventStore, type PayloadOf, type StateEvent } from './event-store.js';
import type { HostClient, HostConnection } from './host-client.js';

interface Host {
  readonly client: HostClient;
  readonly events: EventStore;
  readonly bridge: HostBridge<File>;
}

const HostContext = createContext<Host | undefined>(undefined);

export interface HostProviderProps {
  readonly bridge: HostBridge<File>;
  readonly connection: HostConnection;
  /** Shown before the first connection, and above everything else while the host is gone. */
  readonly waiting: (state: 'connecting' | 'lost') => ReactNode;
  readonly children: ReactNode;
}

/** Gives everything below it the host; after a reconnection everything subscribes anew, and nothing is unmounted. */
export function HostProvider({ bridge, connection, waiting, children }: HostProviderProps): ReactNode {
  const current = useSyncExternalStore(connection.watch, connection.current);
  const client = current.kind === 'connecting' ? undefined : current.client;
  const [events] = useState(() => new EventStore());
  useEffect(() => {
    if (client !== undefined) events.connect(client);
  }, [client, events]);
  const host = useMemo(
    () => (client === undefined ? undefined : { client, events, bridge }),
    [client, events, bridge],
  );
  if (host === undefined) return waiting(current.kind === 'lost' ? 'lost' : 'connecting');
  return (
    <HostContext value={host}>
      {current.kind === 'lost' && waiting('lost')}
      {children}
    </HostContext>
  );
}

function useHost(): Host {
  const host = useContext(HostContext);
  if (host === undefined) throw new Error('there is no HostProvider above this component');
  return host;
}

/** The host's calls. */
export function useClient(): HostClient {
  return useHost().client;
}

/** Files in and out. */
export function useBridge(): HostBridge<File> {
  return useHost().bridge;
}

/** The newest payload of a state event; undefined until the first one has come. */
export function useHostState<K extends StateEvent>(name: K): PayloadOf<K> | undefined {
  const { events } = useHost();
  const watch = useCallback((listener: () => void) => events.watch(name, listener), [events, name]);
  return useSyncExternalStore(watch, () => events.get(name));
}

type ListenedEvent = 'speechTimeline' | 'speechPosition' | 'appCommands' | 'hotkeyPressed';

/** Hears every payload of an event that tells happenings. `listener` has to be stable (`useCallback`). */
export function useHostEvent<K extends ListenedEvent>(
  name: K,
  listener: (payload: PayloadOf<K>) => void,
): void {
  const client = useClient();
  useEffect(
    () =>
      (client[name] as (input: object, listener: (payload: PayloadOf<K>) => void) => () => void)(
        {},
        listener,
      ),
    [client, name, listener],
  );
}
