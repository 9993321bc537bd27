import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildEngine, engineEntry, starterPackDir } from '../host/testing/built-engine.js';
import { PROTOCOL_VERSION } from '../shared/contract.js';

let home: string;
beforeAll(buildEngine, 240_000);
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'sotto-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

// What reports to its maker first leaves an identifier and a queue in the person's folder.
it('leaves nothing in the person’s home when it has spoken, whatever the environment', async () => {
  // Nothing of a test's own environment, which would keep the runtime quiet by itself.
  const env = { HOME: home, PATH: process.env.PATH };
  const engine = fork(engineEntry, { env, serialization: 'advanced' });
  const config = { packs: [{ dir: starterPackDir }] };
  const call = (id: number, name: string, input: object): void => {
    engine.send({ type: 'call', id, call: name, input });
  };
  const answered = new Promise<void>((resolve) => {
    engine.on('message', (message: { id?: number }) => {
      if (message.id === 1) call(2, 'selfTest', {});
      if (message.id === 2) resolve();
    });
  });
  call(1, 'hello', { protocolVersion: PROTOCOL_VERSION, config });
  await answered;
  expect(await readdir(home, { recursive: true })).toEqual([]);
  engine.kill('SIGKILL');
  await once(engine, 'exit');
});
