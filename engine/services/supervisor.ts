import { abortable } from '../shared/abortable.js';
import type { EngineEndCode } from '../shared/app/system.js';
import { delay, type Clock } from '../shared/clock.js';
import { engineContract, PROTOCOL_VERSION, type EngineContract } from '../shared/contract.js';
import type { z } from 'zod';
import { SottoError, toErrorShape } from '../shared/errors.js';
import { createClient, type Client } from '../shared/rpc-client.js';
import type { Unsubscribe } from '../shared/transport.js';
import { startHeartbeat } from './heartbeat.js';
import type { EngineLauncher, EngineProcess } from './launcher.js';

export type EngineClient = Client<EngineContract>;

export interface EngineConnection {
  readonly client: EngineClient;
  readonly pid: number | undefined;
  readonly engineVersion: string;
}

/** Why an engine ended. */
export interface EngineEnd {
  readonly reason: string;
  /** Set where the supervisor ended it, for an interface that has its own words. */
  readonly reasonCode?: EngineEndCode;
}

export type SupervisorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly pid: number | undefined }
  /** It died; the next `connect` starts another one after a back-off. */
  | ({ readonly kind: 'died' } & EngineEnd)
  /** It died too often without getting anything done. `reset` allows another try. */
  | ({ readonly kind: 'gave-up' } & EngineEnd);

/** What an engine is told when it starts. */
export type EngineConfigInput = z.input<EngineContract['hello']['input']>['config'];

export interface SupervisorOptions {
  readonly launcher: EngineLauncher;
  /** As a function it is asked anew at every start. */
  readonly config: EngineConfigInput | (() => EngineConfigInput);
  readonly clock: Clock;
  /**
   * Whether a model is loaded and run once as soon as the process is up: that of the first pack, or of the voice that is told
   * then. A host with text in hand need not.
   */
  readonly warmUp?: boolean | (() => string | undefined);
  readonly limits?: Partial<SupervisorLimits>;
  readonly onState?: (state: SupervisorState) => void;
  /** Has each engine that has started before anything else is asked of it. */
  readonly onStarted?: (client: EngineClient) => void;
}

export interface SupervisorLimits {
  /** Deaths in a row, with nothing delivered in between, after which it gives up. Fewer would surrender to one bad load. */
  readonly maxFailures: number;
  /** Pause before the second restart in a row, doubled each time. The first restart is at once: a listener waits. */
  readonly backOffMs: number;
  readonly heartbeatIntervalMs: number;
  /** Longer than the longest run of the model on a slow machine: a shorter one would kill an engine that is at work. */
  readonly heartbeatTimeoutMs: number;
  /** Longer than loading a pack from a cold disk. */
  readonly startTimeoutMs: number;
}

const DEFAULT_LIMITS: SupervisorLimits = {
  maxFailures: 4,
  backOffMs: 250,
  heartbeatIntervalMs: 2000,
  heartbeatTimeoutMs: 15_000,
  startTimeoutMs: 30_000,
};

/** Starts the engine process when it is first needed, watches it, and starts it again within limits. */
export interface EngineSupervisor {
  /** The running engine, started if need be. Callers at the same time share one start. */
  connect(signal?: AbortSignal): Promise<EngineConnection>;
  /** Something was delivered: the deaths before it do not count against the engine any more. */
  noteProgress(): void;
  state(): SupervisorState;
  /** Ends the process to free its memory; the next `connect` starts it again. */
  unload(): Promise<void>;
  /** Forgets that it gave up. */
  reset(): void;
  /** Ends the process for good. */
  dispose(): Promise<void>;
}

/** One process, from its launch to its end. */
interface Attempt {
  readonly process: EngineProcess;
  connection: EngineConnection | undefined;
  stopHeartbeat: Unsubscribe;
  /** Why it was ended from here; undefined while it was not. */
  killed: EngineEnd | undefined;
  /** It cannot be talked to any more, though it may not have ended yet. */
  isGone: boolean;
}

/** Creates a supervisor; nothing is started before the first `connect`. */
export function createSupervisor(options: SupervisorOptions): EngineSupervisor {
  const { launcher, clock } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let state: SupervisorState = { kind: 'idle' };
  let starting: Promise<EngineConnection> | undefined;
  let current: Attempt | undefined;
  let failures = 0;
  let isDisposed = false;

  const setState = (next: SupervisorState): void => {
    state = next;
    options.onState?.(next);
  };

  function throwIfDisposed(): void {
    if (isDisposed)
      throw new SottoError({ code: 'engine-stopped', message: 'the speech engine was shut down' });
  }

  function launch(): Attempt {
    setState({ kind: 'starting' });
    const process = launcher.launch();
    const attempt: Attempt = {
      process,
      connection: undefined,
      stopHeartbeat: () => undefined,
      killed: undefined,
      isGone: false,
    };
    process.port.onClose(() => end(attempt));
    void process.exited.then((exitReason) => {
      attempt.stopHeartbeat();
      process.port.close();
      // A process that was asked to end is not current any more, and its end is no failure.
      if (current !== attempt) return;
      current = undefined;
      failures++;
      const kind = failures >= limits.maxFailures ? 'gave-up' : 'died';
      setState({ kind, ...(attempt.killed ?? { reason: exitReason }) });
    });
    return attempt;
  }

  function end(attempt: Attempt, killed?: EngineEnd): void {
    attempt.killed ??= killed;
    attempt.isGone = true;
    attempt.process.kill();
  }

  async function start(): Promise<EngineConnection> {
    if (failures > 1) await delay(clock, limits.backOffMs * 2 ** (failures - 2));
    throwIfDisposed();
    const attempt = launch();
    current = attempt;
    const { pid, port, exited } = attempt.process;
    const client = createClient(engineContract, port);
    const stopTimeout = clock.after(limits.startTimeoutMs, () =>
      end(attempt, {
        reason: `the engine did not start within ${limits.startTimeoutMs} ms`,
        reasonCode: 'slow-start',
      }),
    );
    try {
      const { engineVersion } = await client.hello({
        protocolVersion: PROTOCOL_VERSION,
        config: typeof options.config === 'function' ? options.config() : options.config,
      });
      attempt.connection = { client, pid, engineVersion };
      attempt.stopHeartbeat = startHeartbeat(client, clock, limits, (reason) =>
        end(attempt, { reason, reasonCode: 'no-answer' }),
      );
      setState({ kind: 'ready', pid });
      options.onStarted?.(client);
      // Best effort: what fails here fails again, and is reported, in the call that needs it.
      if (options.warmUp) {
        const voice = options.warmUp === true ? undefined : options.warmUp();
        client.warm({ voice }).catch(() => undefined);
      }
      return attempt.connection;
    } catch (error) {
      if (toErrorShape(error).code === 'engine-stopped') {
        // The end is recorded before this goes on, so that whoever tries again meets the limits.
        await exited;
      } else {
        // It answered and refused: starting it again would end alike.
        current = undefined;
        end(attempt);
        setState({ kind: 'idle' });
      }
      throw error;
    } finally {
      stopTimeout();
    }
  }

  async function stop(): Promise<void> {
    const stopping = current;
    current = undefined;
    if (!stopping) return;
    stopping.stopHeartbeat();
    end(stopping);
    await stopping.process.exited;
  }

  async function connect(signal?: AbortSignal): Promise<EngineConnection> {
    for (;;) {
      if (signal?.aborted) throw cancelledError();
      throwIfDisposed();
      if (current?.isGone) {
        await abortable(current.process.exited, signal, cancelledError);
        continue;
      }
      if (current?.connection) return current.connection;
      if (state.kind === 'gave-up') throw gaveUpError(failures, state.reason);
      starting ??= start().finally(() => (starting = undefined));
      try {
        return await abortable(starting, signal, cancelledError);
      } catch (error) {
        // It died while starting: that is recorded, and the loop tries again within the limits.
        if (toErrorShape(error).code !== 'engine-stopped') throw error;
      }
    }
  }

  function noteProgress(): void {
    failures = 0;
    // What a dead engine sent may be taken after its end: then it did not die for nothing, and may be tried again.
    if (state.kind === 'gave-up') setState({ ...state, kind: 'died' });
  }

  return {
    connect,
    noteProgress,
    state: () => state,
    async unload() {
      await stop();
      // Whoever needed it meanwhile has started the next one.
      if (!current) setState({ kind: 'idle' });
    },
    reset() {
      failures = 0;
      if (state.kind === 'gave-up') setState({ kind: 'idle' });
    },
    async dispose() {
      isDisposed = true;
      await stop();
      setState({ kind: 'idle' });
    },
  };
}

function gaveUpError(failures: number, reason: string): SottoError {
  return new SottoError({
    code: 'engine-failed',
    message: `the speech engine stopped ${failures} times in a row: ${reason}`,
    kept: 'your text and what was already spoken',
    next: 'run "sotto doctor" to see what is wrong',
    details: { failures },
  });
}

function cancelledError(): SottoError {
  return new SottoError({ code: 'cancelled', message: 'cancelled while the engine was starting' });
}
