import { describe, expect, it } from 'vitest';
import { asElectron, createFakeElectron } from './testing/fake-electron.js';
import { createUtilityLauncher, exitReason } from './utility-launcher.js';

function launched() {
  const fake = createFakeElectron();
  const killed: number[] = [];
  const launcher = createUtilityLauncher(asElectron(fake), '/app/engine.mjs', (pid) => killed.push(pid));
  const engine = launcher.launch();
  const [child] = fake.seen.engines;
  if (!child) throw new Error('nothing was started');
  return { engine, child, killed };
}

describe('the engine as a utility process', () => {
  it('is started with its errors in sight, and talks over its port', () => {
    const { engine, child } = launched();
    expect(child).toMatchObject({
      entry: '/app/engine.mjs',
      options: { stdio: ['ignore', 'ignore', 'pipe'] },
    });
    const heard: unknown[] = [];
    const stop = engine.port.onMessage((message) => heard.push(message));
    child.emit('message', { a: 1 });
    stop();
    child.emit('message', { a: 2 });
    engine.port.send('question');
    expect(heard).toEqual([{ a: 1 }]);
    expect(child.posted).toEqual(['question']);
    child.spawn(77);
    expect(engine.pid).toBe(77);
  });

  it('is killed at once, also when that was asked before it was there', () => {
    const early = launched();
    early.engine.kill();
    expect(early.killed).toEqual([]);
    early.child.spawn(77);
    expect(early.killed).toEqual([77]);

    const late = launched();
    late.child.spawn(78);
    late.engine.kill();
    expect(late.killed).toEqual([78]);
  });

  it('ends with a reason: its last words, or that it was killed', async () => {
    const crashed = launched();
    let isClosed = false;
    crashed.engine.port.onClose(() => (isClosed = true));
    crashed.child.stderr.emit('data', 'loading\nError: no such model\n    at load\n');
    crashed.child.emit('exit', 7);
    expect(await crashed.engine.exited).toBe('ended with exit code 7: Error: no such model');
    expect(isClosed).toBe(true);
    crashed.engine.port.send('late');
    expect(crashed.child.posted).toEqual([]);

    const killed = launched();
    killed.child.spawn(1);
    killed.engine.kill();
    killed.child.emit('exit', 9);
    expect(await killed.engine.exited).toBe('ended by SIGKILL');

    const full = launched();
    full.child.emit('error', 'FatalError', 'v8::Heap');
    full.child.emit('exit', 5);
    expect(await full.engine.exited).toBe('ended with exit code 5: FatalError at v8::Heap');
  });

  it('says no more than it knows', () => {
    expect(exitReason(3, undefined, 'nothing of note')).toBe('ended with exit code 3');
  });
});
