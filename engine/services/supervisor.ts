import { delay, type Clock } from '../shared/clock.js';
import { engineContract, PROTOCOL_VERSION, type EngineContract } from '../shared/contract.js';
import type { z } from 'zod';
import { SottoError, toErrorShape } from '../shared/errors.js';
import { createClient, type Client } from '../shared/rpc-client.js';
import type { Unsubscribe } from '../shared/transport.js';
import type { EngineLauncher, EngineProcess } from './launcher.js';

export type EngineClient = Client<EngineContract>;

export interface EngineConnection {
  readonly client: EngineClient;
  readonly pid: number | undefined;
  readonly engineVersion: string;
}

export type SupervisorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly pid: number | undefined }
  /** It died; the next `connect` starts another one after a back-off. */
  | { readonly kind: 'died'; readonly reason: string }
  /** It died too often without getting anything done. `reset` allows another try. */
  | { readonly kind: 'gave-up'; readonly reason: string };

export interface SupervisorOptions {
  readonly launcher: EngineLauncher;
  readonly config: z.input<EngineContract['hello']['input']>['config'];
  readonly clock: Clock;
  /** Whether the model is loaded and run once as soon as the process is up. A host with text in hand need not. */
  readonly warmUp?: boolean;
  readonly limits?: Partial<SupervisorLimits>;
  readonly onState?: (state: SupervisorState) => void;
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
  /** How many times a process was started. */
  startCount(): number;
  /** Ends the process to free its memory; the next `connect` starts it again. */
  unload(): Promise<void>;
  /** Forgets that it gave up. */
  reset(): void;
  /** Ends the process for good. */
  dispose(): Promise<void>;
}

interface Running {
  readonly process: EngineProcess;
  readonly connection: EngineConnection;
  readonly stopHeartbeat: Unsubscribe;
}

/** Creates a supervisor; nothing is started before the first `connect`. */
export function createSupervisor(options: SupervisorOptions): EngineSupervisor {
  const { launcher, clock } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  let state: SupervisorState = { kind: 'idle' };
  let starting: Promise<Running> | undefined;
  let current:
    { process: EngineProcess; running: Running | undefined; killReason: string | undefined } | undefined;
  let failures = 0;
  let starts = 0;
  let isDisposed = false;

  const setState = (next: SupervisorState): void => {
    state = next;
    options.onState?.(next);
  };

  const gaveUp = (reason: string): SottoError =>
    new SottoError({
      code: 'engine-failed',
      message: `the speech engine stopped ${failures} times in a row: ${reason}`,
      kept: 'your text and what was already spoken',
      next: 'run "sotto doctor" to see what is wrong',
      details: { failures },
    });

  /** Called when a process has gone that nobody asked to go. */
  function recordDeath(reason: string): void {
    failures++;
    setState(failures >= limits.maxFailures ? { kind: 'gave-up', reason } : { kind: 'died', reason });
  }

  async function start(): Promise<Running> {
    if (failures > 1) await delay(clock, limits.backOffMs * 2 ** (failures - 2));
    if (isDisposed) throw disposedError();
    starts++;
    setState({ kind: 'starting' });
    const process = launcher.launch();
    const mine: NonNullable<typeof current> = { process, running: undefined, killReason: undefined };
    current = mine;
    void process.exited.then((exitReason) => {
      mine.running?.stopHeartbeat();
      process.port.close();
      if (current !== mine) return;
      current = undefined;
      recordDeath(mine.killReason ?? exitReason);
    });
    const client = createClient(engineContract, process.port);
    const stopTimeout = clock.after(limits.startTimeoutMs, () => {
      mine.killReason = `the engine did not start within ${limits.startTimeoutMs} ms`;
      process.kill();
    });
    try {
      const hello = await client.hello({ protocolVersion: PROTOCOL_VERSION, config: options.config });
      const connection = { client, pid: process.pid, engineVersion: hello.engineVersion };
      const stopHeartbeat = beat(client, (reason) => {
        mine.killReason = reason;
        process.kill();
      });
      mine.running = { process, connection, stopHeartbeat };
      setState({ kind: 'ready', pid: process.pid });
      // Best effort: what fails here fails again, and is reported, in the call that needs it.
      if (options.warmUp) client.warm({}).catch(() => undefined);
      return mine.running;
    } catch (error) {
      const shape = toErrorShape(error);
      if (shape.code === 'engine-stopped') {
        const reason = await process.exited;
        throw new SottoError({
          ...shape,
          message: mine.killReason ?? `the engine stopped while starting: ${reason}`,
        });
      }
      // It answered and refused: starting it again would end alike.
      if (current === mine) current = undefined;
      process.kill();
      setState({ kind: 'idle' });
      throw error;
    } finally {
      stopTimeout();
    }
  }

  /** Asks again and again whether the engine still answers; the port keeps order, so one answer shows it is alive. */
  function beat(client: EngineClient, onHang: (reason: string) => void): Unsubscribe {
    let stopTimer: Unsubscribe = () => undefined;
    let isStopped = false;
    const ask = (): void => {
      stopTimer = clock.after(limits.heartbeatTimeoutMs, () =>
        onHang(`the engine did not answer for ${limits.heartbeatTimeoutMs} ms (engine-hung)`),
      );
      client.ping({}).then(
        () => {
          stopTimer();
          if (!isStopped) stopTimer = clock.after(limits.heartbeatIntervalMs, ask);
        },
        () => stopTimer(),
      );
    };
    stopTimer = clock.after(limits.heartbeatIntervalMs, ask);
    return () => {
      isStopped = true;
      stopTimer();
    };
  }

  const disposedError = (): SottoError =>
    new SottoError({ code: 'engine-stopped', message: 'the speech engine was shut down' });

  async function stop(): Promise<void> {
    const stopping = current;
    current = undefined;
    if (!stopping) return;
    stopping.running?.stopHeartbeat();
    stopping.process.kill();
    await stopping.process.exited;
  }

  return {
    async connect(signal) {
      for (;;) {
        if (signal?.aborted) throw cancelledError();
        if (isDisposed) throw disposedError();
        if (current?.running && !current.killReason) return current.running.connection;
        if (state.kind === 'gave-up') throw gaveUp(state.reason);
        starting ??= start().finally(() => (starting = undefined));
        try {
          return (await abortable(starting, signal)).connection;
        } catch (error) {
          // A death while starting was recorded; the loop tries again within the limits.
          if (toErrorShape(error).code !== 'engine-stopped' || isDisposed) throw error;
        }
      }
    },
    noteProgress: () => (failures = 0),
    state: () => state,
    startCount: () => starts,
    async unload() {
      await stop();
      if (!isDisposed) setState({ kind: 'idle' });
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

function cancelledError(): SottoError {
  return new SottoError({ code: 'cancelled', message: 'cancelled while the engine was starting' });
}

/** Stops waiting when the signal aborts; the work itself goes on for whoever else waits. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(cancelledError());
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
