import type { EngineState } from '../../shared/app/system.js';
import type { EngineStatus } from '../../shared/contract.js';
import type { EngineEnd, SupervisorState } from '../supervisor.js';

/** How an engine stands before anything was asked of it. */
export const IDLE_ENGINE: EngineState = {
  kind: 'idle',
  reason: '',
  pid: null,
  restartCount: 0,
  rssBytes: null,
  peakRssBytes: null,
};

/**
 * The state after the supervisor's next one. The reason of a death stays until an engine is ready again, and the start
 * that follows a death is a restart.
 */
export function afterSupervisor(last: EngineState, next: SupervisorState): EngineState {
  const isRestart = next.kind === 'starting' && last.reason !== '';
  return {
    kind: next.kind,
    ...endAfter(last, next),
    pid: next.kind === 'ready' ? (next.pid ?? null) : null,
    restartCount: last.restartCount + (isRestart ? 1 : 0),
    rssBytes: null,
    peakRssBytes: null,
  };
}

function endAfter(last: EngineState, next: SupervisorState): EngineEnd {
  if (next.kind === 'ready') return { reason: '' };
  const { reason, reasonCode } = next.kind === 'died' || next.kind === 'gave-up' ? next : last;
  return { reason, ...(reasonCode !== undefined && { reasonCode }) };
}

/** The state with what was measured of the process, as long as that still runs. */
export function afterMeasurement(last: EngineState, memory: EngineStatus['memory']): EngineState {
  if (last.kind !== 'ready') return last;
  return { ...last, rssBytes: memory.rssBytes, peakRssBytes: memory.peakRssBytes };
}

/** The state with the name of the model that is being loaded; undefined for none. */
export function whileLoading(last: EngineState, loadingModel: string | undefined): EngineState {
  const state = { ...last };
  delete state.loadingModel;
  return { ...state, ...(loadingModel !== undefined && { loadingModel }) };
}
