import { engineContract, PROTOCOL_VERSION, type EngineContract } from '../shared/contract.js';
import { serve, type Handlers } from '../shared/rpc-server.js';
import { createMemoryPortPair, type Port } from '../shared/transport.js';
import type { EngineLauncher, EngineProcess } from './launcher.js';

/** Engines in memory, for tests of what supervises them. */

export interface FakeEngine extends EngineProcess {
  /** Ends it as a crash would. */
  crash(reason: string): void;
  readonly enginePort: Port;
}

export interface FakeLauncher extends EngineLauncher {
  /** Every engine that was launched, the newest last. */
  readonly engines: FakeEngine[];
}

type EngineHandlers = Handlers<EngineContract>;

const notFaked = (): never => {
  throw new Error('this call is not faked');
};

const defaultHandlers: EngineHandlers = {
  hello: () => ({ protocolVersion: PROTOCOL_VERSION, engineVersion: 'fake', pid: 1 }),
  warm: () => ({ loadMs: 0, warmMs: 0 }),
  modelLoads: () => () => undefined,
  ping: () => ({ uptimeMs: 0 }),
  speak: notFaked,
  credit: () => ({}),
  voices: notFaked,
  status: notFaked,
  selfTest: notFaked,
  audition: notFaked,
  encodeStyle: notFaked,
  cacheClear: notFaked,
  cacheVerify: notFaked,
};

/**
 * Launches engines in memory.
 * @param handlersOf handlers of the n-th engine, counted from 0, in place of the default ones
 */
export function createFakeLauncher(
  handlersOf: (index: number, engine: FakeEngine) => Partial<EngineHandlers> = () => ({}),
): FakeLauncher {
  const engines: FakeEngine[] = [];
  return {
    engines,
    launch() {
      const [hostPort, enginePort] = createMemoryPortPair();
      let exit: (reason: string) => void = () => undefined;
      const exited = new Promise<string>((resolve) => (exit = resolve));
      const crash = (reason: string): void => {
        enginePort.close();
        exit(reason);
      };
      const engine = {
        pid: 1000 + engines.length,
        port: hostPort,
        enginePort,
        exited,
        crash,
        kill: () => crash('killed'),
      };
      const handlers = handlersOf(engines.length, engine);
      engines.push(engine);
      serve(engineContract, { ...defaultHandlers, ...handlers }, enginePort);
      return engine;
    },
  };
}
