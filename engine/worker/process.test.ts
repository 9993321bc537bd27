import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNodeLauncher } from '../host/node-launcher.js';
import { buildEngine, engineEntry, starterPackDir } from '../host/testing/built-engine.js';
import { createSpeechService, type Speech, type SpeechSummary } from '../services/speech.js';
import { createSupervisor, type EngineSupervisor, type SupervisorLimits } from '../services/supervisor.js';
import { systemClock } from '../shared/clock.js';
import type { SpeakItem } from '../shared/contract.js';

/** The real engine process, with the starter pack: started, killed, stopped, orphaned, told nonsense. */

const TEXT = 'The first sentence is not long. The second one goes on for a while, as sentences do. Good bye!';

beforeAll(buildEngine, 240_000);

const supervisors: EngineSupervisor[] = [];
afterEach(async () => {
  for (const supervisor of supervisors.splice(0)) await supervisor.dispose();
});

function createEngine(limits: Partial<SupervisorLimits> = {}): EngineSupervisor {
  const supervisor = createSupervisor({
    launcher: createNodeLauncher(engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: starterPackDir }] },
    limits,
  });
  supervisors.push(supervisor);
  return supervisor;
}

interface Outcome {
  samples: Buffer;
  items: SpeakItem[];
  summary: SpeechSummary;
}

async function collect(
  speech: Speech,
  onItem: (item: SpeakItem) => void = () => undefined,
): Promise<Outcome> {
  const items: SpeakItem[] = [];
  for (;;) {
    const next = await speech.next();
    if (next.done) {
      const audio = items.flatMap((item) => (item.kind === 'audio' ? [bytesOf(item.pcm)] : []));
      return { items, samples: Buffer.concat(audio), summary: next.value };
    }
    items.push(next.value);
    onItem(next.value);
  }
}

function bytesOf(pcm: Float32Array): Buffer {
  return Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

describe('the engine process', { timeout: 240_000 }, () => {
  it('speaks, is killed in mid-sentence, and speaks on: the audio is that of an undisturbed run', async () => {
    const supervisor = createEngine();
    const speech = createSpeechService(supervisor, systemClock);
    const request = { text: TEXT, plan: { useCache: false, firstSegmentDurationMs: 2500 } };
    const undisturbed = await collect(speech.speak(request));
    expect(undisturbed.samples.length / 4).toBe(undisturbed.summary.sampleCount);
    let kills = 0;
    const disturbed = await collect(speech.speak(request), (item) => {
      const now = supervisor.state();
      if (item.kind !== 'audio' || kills === 2 || now.kind !== 'ready' || now.pid === undefined) return;
      kills++;
      process.kill(now.pid, 'SIGKILL');
    });
    expect(kills).toBe(2);
    expect(disturbed.samples.length).toBe(undisturbed.samples.length);
    let largest = 0;
    for (let at = 0; at < undisturbed.samples.length; at += 4)
      largest = Math.max(
        largest,
        Math.abs(undisturbed.samples.readFloatLE(at) - disturbed.samples.readFloatLE(at)),
      );
    expect(largest).toBeLessThanOrEqual(1e-5);
  });

  it('is killed and replaced when it hangs', async () => {
    const supervisor = createEngine({ heartbeatIntervalMs: 50, heartbeatTimeoutMs: 2000 });
    const { client, pid } = await supervisor.connect();
    await client.ping({});
    process.kill(pid ?? 0, 'SIGSTOP');
    await expect(client.voices({})).rejects.toMatchObject({ code: 'engine-stopped' });
    const second = await supervisor.connect();
    expect(second.pid).not.toBe(pid);
    expect(isAlive(pid ?? 0)).toBe(false);
  });

  it('ends when its parent is killed', async () => {
    const parent = fork(
      fileURLToPath(new URL('./orphan-maker.mjs', import.meta.url)),
      [engineEntry, starterPackDir],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
    const [pid] = (await once(parent, 'message')) as [number];
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    // The kernel tells the child through its channel; it is gone as soon as it has read that.
    while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
  });

  it('answers nonsense with coded errors and goes on', async () => {
    const child: ChildProcess = fork(engineEntry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ask = async (message: object | string): Promise<unknown> => {
      const reply = once(child, 'message');
      child.send(message);
      return ((await reply) as [unknown])[0];
    };
    expect(await ask('nonsense')).toMatchObject({ type: 'fault', error: { code: 'contract-violation' } });
    expect(await ask({ type: 'call', id: 1, call: 'format-disk', input: {} })).toMatchObject({
      id: 1,
      error: { code: 'unknown-call' },
    });
    expect(await ask({ type: 'call', id: 2, call: 'voices', input: {} })).toMatchObject({
      id: 2,
      error: { code: 'contract-violation' },
    });
    expect(await ask({ type: 'call', id: 3, call: 'ping', input: {} })).toMatchObject({
      type: 'result',
      id: 3,
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
  });

  it('passes its self-test', async () => {
    const { client } = await createEngine().connect();
    const { isOk, checks } = await client.selfTest({});
    expect(isOk, JSON.stringify(checks)).toBe(true);
  });

  it('refuses a pack that is not there', async () => {
    const supervisor = createSupervisor({
      launcher: createNodeLauncher(engineEntry),
      clock: systemClock,
      config: { packs: [{ dir: `${starterPackDir}-missing` }] },
    });
    supervisors.push(supervisor);
    await expect(supervisor.connect()).rejects.toMatchObject({ code: 'unknown-pack' });
  });
});
