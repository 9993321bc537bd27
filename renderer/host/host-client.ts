import { appContract, type AppContract } from '../../engine/shared/app-contract.js';
import type { HostBridge } from '../../engine/shared/bridge.js';
import { createClient, type Client } from '../../engine/shared/rpc-client.js';
import type { Unsubscribe } from '../../engine/shared/transport.js';

export type HostClient = Client<AppContract>;

export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly client: HostClient }
  /** The host is gone; another connection is tried again and again. The old client stays, so that nothing is unmounted. */
  | { readonly kind: 'lost'; readonly client: HostClient | undefined };

/** Pauses before another try: soon at first, since a host that restarts is back within a second. */
const RETRY_DELAYS_MS = [100, 300, 1000, 3000];

/** Keeps one connection to the host open and tells how it stands. */
export interface HostConnection {
  readonly current: () => Connection;
  readonly watch: (listener: () => void) => Unsubscribe;
}

/** Connects, and connects again whenever the host was gone. */
export function openHostConnection(bridge: HostBridge<File>): HostConnection {
  const listeners = new Set<() => void>();
  let connection: Connection = { kind: 'connecting' };
  let failures = 0;

  const become = (next: Connection): void => {
    connection = next;
    for (const listener of [...listeners]) listener();
  };
  const retry = (): void => {
    if (connection.kind !== 'lost')
      become({ kind: 'lost', client: connection.kind === 'connected' ? connection.client : undefined });
    const delayMs = RETRY_DELAYS_MS[Math.min(failures++, RETRY_DELAYS_MS.length - 1)];
    setTimeout(connect, delayMs);
  };
  const connect = (): void => {
    bridge.connect().then((port) => {
      failures = 0;
      port.onClose(retry);
      const client = createClient(appContract, port, {
        closedCode: 'connection-lost',
        onFault: (error) => console.warn(`host: ${error.message}`),
      });
      become({ kind: 'connected', client });
    }, retry);
  };
  connect();
  return {
    current: () => connection,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
