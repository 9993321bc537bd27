import type { AppContract } from '../../shared/app-contract.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { HistoryService } from './history-service.js';

type HistoryCalls = 'draftGet' | 'draftSet' | 'recentWatch' | 'recentRemove';

/** The history's part of what a window may ask. */
export function historyHandlers(history: HistoryService): Pick<Handlers<AppContract>, HistoryCalls> {
  return {
    draftGet: () => ({ text: history.draft() }),
    draftSet({ text }) {
      history.setDraft(text);
      return {};
    },
    recentWatch: (_, tell) => history.watchRecent((items) => tell({ items: [...items] })),
    recentRemove({ id }) {
      history.remove(id);
      return {};
    },
  };
}
