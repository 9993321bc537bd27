import type { AppContract } from '../../shared/app-contract.js';
import type { HostInfo } from '../../shared/app/system.js';
import type { Handlers } from '../../shared/rpc-server.js';
import { reportUsage, type KeptStore } from './privacy.js';
import type { WindowCommands } from './window-commands.js';
import { SottoError } from '../../shared/errors.js';

export interface SystemParts {
  readonly host: HostInfo;
  readonly commands: WindowCommands;
  /** Puts the quick-speak window away. */
  readonly closeQuick: () => void;
  readonly dataDir: string;
  readonly stores: readonly KeptStore[];
  readonly diagnostics: () => Promise<string>;
}

type SystemCalls =
  'hostInfo' | 'appCommands' | 'quickClose' | 'privacyReport' | 'privacyClear' | 'diagnostics';

/** The host's own part of what a window may ask. */
export function systemHandlers(parts: SystemParts): Pick<Handlers<AppContract>, SystemCalls> {
  return {
    hostInfo: () => parts.host,
    appCommands: (_, tell) => parts.commands.watch(tell),
    quickClose() {
      parts.closeQuick();
      return {};
    },
    privacyReport: async () => ({ stores: await reportUsage(parts.stores), dataDir: parts.dataDir }),
    async privacyClear({ id }) {
      const store = parts.stores.find((candidate) => candidate.id === id);
      if (!store) throw new SottoError({ code: 'unknown-item', message: `nothing is kept as ${id}` });
      await store.clear();
      return {};
    },
    diagnostics: async () => ({ text: await parts.diagnostics() }),
  };
}
