import type { AppContract } from '../../shared/app-contract.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { EngineHost } from '../engine-host.js';

type EngineHandlers = Pick<
  Handlers<AppContract>,
  'engineWatch' | 'engineRestart' | 'engineUnload' | 'backends' | 'planWatch' | 'planPreview'
>;

/** The calls of a window that concern the engine's process and its memory. */
export function engineHandlers(host: EngineHost): EngineHandlers {
  return {
    engineWatch: (_, tell) => host.watchState(tell),
    async engineRestart() {
      await host.restart();
      return {};
    },
    async engineUnload() {
      await host.unload();
      return {};
    },
    async backends({ probe }, { signal }) {
      const client = await host.client(signal);
      const { backends } = await client.status({ probeBackends: probe }, { signal });
      return { backends };
    },
    planWatch: (_, tell) => host.watchPlan(tell),
    planPreview: ({ budgetBytes }) => host.previewPlan(budgetBytes),
  };
}
