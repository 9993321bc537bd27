import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createMemoryPortPair } from '../shared/transport.js';
import { createPatientPort } from './patient-port.js';

function connect() {
  const [near, far] = createMemoryPortPair();
  const heard: unknown[] = [];
  far.onMessage((message) => heard.push(message));
  return { port: createPatientPort(near), near, far, heard };
}

describe('a patient port', () => {
  it('lets what is sent past it in the same turn go first, and keeps its own order', async () => {
    const { port, near, heard } = connect();
    port.send('told first');
    port.send('told second');
    await Promise.resolve();
    near.send('samples');
    await nextTurn();
    await nextTurn();
    expect(heard).toEqual(['samples', 'told first', 'told second']);
  });

  it('sends what waits before it closes', async () => {
    const { port, far, heard } = connect();
    let isClosed = false;
    far.onClose(() => (isClosed = true));
    port.send('last words');
    port.close();
    await nextTurn();
    expect(heard).toEqual(['last words']);
    expect(isClosed).toBe(true);
  });

  it('hears what comes at once', async () => {
    const { port, far } = connect();
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    far.send('stop');
    await Promise.resolve();
    expect(heard).toEqual(['stop']);
  });
});
