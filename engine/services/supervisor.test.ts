import { describe, expect, it } from 'vitest';
import { createManualClock } from '../shared/clock.js';
import { PROTOCOL_VERSION } from '../shared/contract.js';
import { SottoError } from '../shared/errors.js';
import { createFakeLauncher, type FakeEngine, type FakeLauncher } from './fakes.js';
import type { EngineLauncher } from './launcher.js';
import { createSupervisor, type EngineSupervisor, type SupervisorState } from './supervisor.js';

const LIMITS = {
  maxFailures: 3,
  backOffMs: 100,
  heartbeatIntervalMs: 1000,
  heartbeatTimeoutMs: 5000,
  startTimeoutMs: 10_000,
};

function create(
  launcher: FakeLauncher = createFakeLauncher(),
  options: { warmUp?: boolean } = {},
): {
  supervisor: EngineSupervisor;
  clock: ReturnType<typeof createManualClock>;
  launcher: FakeLauncher;
  states: SupervisorState[];
} {
  const clock = createManualClock();
  const states: SupervisorState[] = [];
  const supervisor = createSupervisor({
    launcher,
    clock,
    config: { packs: [{ dir: 'pack' }] },
    limits: LIMITS,
    ...options,
    onState: (state) => states.push(state),
  });
  return { supervisor, clock, launcher, states };
}

/** Ends an engine as a crash does, and lets its host hear of it. */
async function crash(engine: FakeEngine | undefined, reason: string): Promise<void> {
  engine?.crash(reason);
  await engine?.exited;
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Handlers of an engine that starts and never answers again. */
const never = (): Promise<never> => new Promise(() => undefined);

describe('the supervisor', () => {
  it('starts nothing before it is asked, and one engine for all who ask at once', async () => {
    const { supervisor, launcher } = create();
    expect(launcher.engines).toHaveLength(0);
    const [first, second] = await Promise.all([supervisor.connect(), supervisor.connect()]);
    expect(launcher.engines).toHaveLength(1);
    expect(first).toBe(second);
    expect(supervisor.state()).toEqual({ kind: 'ready', pid: 1000 });
  });

  it('starts another engine after a death, and rejects what was pending', async () => {
    const launcher = createFakeLauncher(() => ({ voices: never }));
    const { supervisor, states } = create(launcher);
    const { client } = await supervisor.connect();
    const pending = client.voices({});
    launcher.engines[0]?.crash('ended by SIGSEGV');
    await expect(pending).rejects.toMatchObject({ code: 'engine-stopped' });
    expect((await supervisor.connect()).pid).toBe(1001);
    expect(states).toContainEqual({ kind: 'died', reason: 'ended by SIGSEGV' });
  });

  it('does not hand out an engine whose port has closed but whose end is not known yet', async () => {
    const { supervisor, launcher } = create();
    await supervisor.connect();
    launcher.engines[0]?.port.close();
    expect((await supervisor.connect()).pid).toBe(1001);
  });

  it('gives up after some deaths in a row, with the reason, until it is reset', async () => {
    const launcher = createFakeLauncher((_, engine) => ({
      hello: () => {
        engine.crash('ended with exit code 1');
        return never();
      },
    }));
    const { supervisor, clock } = create(launcher);
    const failure = supervisor.connect().catch((error: unknown) => error as SottoError);
    await clock.advance(60_000);
    const error = await failure;
    expect(error).toBeInstanceOf(SottoError);
    expect(error).toMatchObject({ code: 'engine-failed' });
    expect((error as SottoError).message).toContain('exit code 1');
    expect(launcher.engines).toHaveLength(LIMITS.maxFailures);
    await expect(supervisor.connect()).rejects.toMatchObject({ code: 'engine-failed' });
    expect(launcher.engines).toHaveLength(LIMITS.maxFailures);
    supervisor.reset();
    const again = supervisor.connect().catch(() => undefined);
    await clock.advance(60_000);
    await again;
    expect(launcher.engines.length).toBeGreaterThan(LIMITS.maxFailures);
  });

  it('waits longer before each further restart, and not at all before the first', async () => {
    const { supervisor, clock, launcher } = create();
    await supervisor.connect();
    await crash(launcher.engines[0], 'one');
    await supervisor.connect();
    expect(launcher.engines).toHaveLength(2);
    await crash(launcher.engines[1], 'two');
    const waiting = supervisor.connect();
    await clock.advance(LIMITS.backOffMs - 1);
    expect(launcher.engines).toHaveLength(2);
    await clock.advance(1);
    await waiting;
    expect(launcher.engines).toHaveLength(3);
  });

  it('forgives deaths once something was delivered', async () => {
    const { supervisor, launcher } = create();
    for (let round = 0; round < 20; round++) {
      await supervisor.connect();
      supervisor.noteProgress();
      await crash(launcher.engines.at(-1), 'again');
    }
    await supervisor.connect();
    expect(launcher.engines).toHaveLength(21);
  });

  it('has not given up when something that came before the last death is taken after it', async () => {
    const { supervisor, clock, launcher, states } = create();
    for (let death = 0; death < LIMITS.maxFailures; death++) {
      const connecting = supervisor.connect();
      await clock.advance(60_000);
      await connecting;
      await crash(launcher.engines.at(-1), 'ended by SIGKILL');
    }
    expect(supervisor.state().kind).toBe('gave-up');
    supervisor.noteProgress();
    expect(states.at(-1)).toEqual({ kind: 'died', reason: 'ended by SIGKILL' });
    expect((await supervisor.connect()).pid).toBe(1000 + LIMITS.maxFailures);
  });

  it('warms an engine up once, as soon as it has started, if it is to; what fails there ends nothing', async () => {
    let warmCount = 0;
    const launcher = createFakeLauncher(() => ({
      warm: () => {
        warmCount++;
        throw new SottoError({ code: 'inference-failed', message: 'no memory' });
      },
      voices: () => ({ voices: [], defaults: { voice: 'a', style: 'b' } }),
    }));
    const { supervisor } = create(launcher, { warmUp: true });
    const { client } = await supervisor.connect();
    await supervisor.connect();
    expect(await client.voices({})).toMatchObject({ defaults: { voice: 'a' } });
    expect(warmCount).toBe(1);
    expect(supervisor.state().kind).toBe('ready');
  });

  it('kills an engine that does not answer, and says so', async () => {
    const launcher = createFakeLauncher((index) => (index === 0 ? { ping: never } : {}));
    const { supervisor, clock, states } = create(launcher);
    await supervisor.connect();
    await clock.advance(LIMITS.heartbeatIntervalMs + LIMITS.heartbeatTimeoutMs);
    expect(states.at(-1)).toEqual({
      kind: 'died',
      reason: 'the engine did not answer for 5000 ms',
      reasonCode: 'no-answer',
    });
    expect((await supervisor.connect()).pid).toBe(1001);
  });

  it('leaves an engine alone that is at work for less than the timeout', async () => {
    let answer: (() => void) | undefined;
    const launcher = createFakeLauncher(() => ({
      ping: () => new Promise((resolve) => (answer = () => resolve({ uptimeMs: 1 }))),
    }));
    const { supervisor, clock } = create(launcher);
    await supervisor.connect();
    for (let round = 0; round < 5; round++) {
      await clock.advance(LIMITS.heartbeatIntervalMs + LIMITS.heartbeatTimeoutMs - 1);
      answer?.();
    }
    await clock.advance(0);
    expect(supervisor.state().kind).toBe('ready');
    expect(launcher.engines).toHaveLength(1);
  });

  it('ends an engine that never says hello', async () => {
    const launcher = createFakeLauncher((index) => (index === 0 ? { hello: never } : {}));
    const { supervisor, clock, states } = create(launcher);
    const connecting = supervisor.connect();
    await clock.advance(LIMITS.startTimeoutMs);
    expect((await connecting).pid).toBe(1001);
    expect(JSON.stringify(states)).toContain('did not start within');
  });

  it('passes a refusal on and does not try again', async () => {
    const launcher = createFakeLauncher(() => ({
      hello: () => {
        throw new SottoError({ code: 'pack-invalid', message: 'no good' });
      },
    }));
    const { supervisor } = create(launcher);
    await expect(supervisor.connect()).rejects.toMatchObject({ code: 'pack-invalid' });
    expect(launcher.engines).toHaveLength(1);
  });

  it('tells each engine the configuration that holds when it starts', async () => {
    const told: string[] = [];
    const launcher = createFakeLauncher(() => ({
      hello: ({ config }) => {
        told.push(config.packs[0]?.dir ?? '');
        return { protocolVersion: PROTOCOL_VERSION, engineVersion: 'fake', pid: 1 };
      },
    }));
    let dir = 'first';
    const config = () => ({ packs: [{ dir }] });
    const supervisor = createSupervisor({ launcher, clock: createManualClock(), config });
    await supervisor.connect();
    dir = 'second';
    await supervisor.unload();
    await supervisor.connect();
    expect(told).toEqual(['first', 'second']);
  });

  it('stops waiting when the caller does', async () => {
    const { supervisor } = create(createFakeLauncher(() => ({ hello: never })));
    const controller = new AbortController();
    const connecting = supervisor.connect(controller.signal);
    controller.abort();
    await expect(connecting).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is ready when one was started while the last one was still ending', async () => {
    const fake = createFakeLauncher();
    const slowToEnd: EngineLauncher = {
      launch() {
        const engine = fake.launch();
        const { enginePort } = fake.engines.at(-1) ?? {};
        return { ...engine, kill: () => enginePort?.close() };
      },
    };
    const supervisor = createSupervisor({
      launcher: slowToEnd,
      clock: createManualClock(),
      config: { packs: [{ dir: '/pack' }] },
    });
    await supervisor.connect();
    const unloading = supervisor.unload();
    await supervisor.connect();
    fake.engines[0]?.crash('ended at last');
    await unloading;
    expect(supervisor.state()).toEqual({ kind: 'ready', pid: 1001 });
  });

  it('unloads and starts again on demand; after dispose it starts no more', async () => {
    const { supervisor, launcher } = create();
    await supervisor.connect();
    await supervisor.unload();
    expect(supervisor.state()).toEqual({ kind: 'idle' });
    expect((await supervisor.connect()).pid).toBe(1001);
    await supervisor.dispose();
    await expect(launcher.engines[1]?.exited).resolves.toBe('killed');
    await expect(supervisor.connect()).rejects.toMatchObject({ code: 'engine-stopped' });
  });
});
