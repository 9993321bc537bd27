import { useEffect, useState } from 'react';
import type { HostInfo } from '../../engine/shared/app/system.js';
import type { HostClient } from './host-client.js';
import { useClient } from './host-context.js';

const infoOf = new WeakMap<HostClient, Promise<HostInfo>>();

function askOnce(client: HostClient): Promise<HostInfo> {
  const asked = infoOf.get(client) ?? client.hostInfo({});
  infoOf.set(client, asked);
  return asked;
}

/** What the host is and can do, asked once a connection; undefined until it has answered. */
export function useHostInfo(): HostInfo | undefined {
  const client = useClient();
  const [info, setInfo] = useState<HostInfo>();
  useEffect(() => {
    let isWanted = true;
    askOnce(client).then(
      (answer) => {
        if (isWanted) setInfo(answer);
      },
      (thrown: unknown) => {
        // The connection broke: the next one is asked anew.
        infoOf.delete(client);
        console.warn('host info:', thrown);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [client]);
  return info;
}
