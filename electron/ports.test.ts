import { describe, expect, it } from 'vitest';
import type { Port } from '../engine/shared/transport.js';
import { createMainPort } from './message-port.js';
import { createPagePort } from './page-port.js';
import { FakePort } from './testing/fake-electron.js';

function pair(): { host: Port; page: Port; hostEnd: FakePort } {
  const hostEnd = new FakePort();
  const pageEnd = new FakePort();
  hostEnd.other = pageEnd;
  pageEnd.other = hostEnd;
  return { host: createMainPort(hostEnd), page: createPagePort(pageEnd), hostEnd };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the ports of host and page', () => {
  it('carry messages both ways; what comes before a listener waits for it', async () => {
    const { host, page } = pair();
    host.send({ n: 1 });
    const atPage: unknown[] = [];
    const atHost: unknown[] = [];
    page.onMessage((message) => atPage.push(message));
    host.onMessage((message) => atHost.push(message));
    page.send('hello');
    await settle();
    expect(atPage).toEqual([{ n: 1 }]);
    expect(atHost).toEqual(['hello']);
  });

  it('copy samples without the buffer that they are part of, and never transfer it', () => {
    const { host, hostEnd } = pair();
    const posted: { pcm: Float32Array }[] = [];
    hostEnd.postMessage = (message) => posted.push(message as { pcm: Float32Array });
    const whole = new Float32Array(1000).fill(0.5);
    host.send({ type: 'pcm', pcm: whole.subarray(10, 20) });
    host.send({ type: 'pcm', pcm: whole });
    expect(posted[0]?.pcm).toEqual(new Float32Array(10).fill(0.5));
    expect(posted[0]?.pcm.buffer.byteLength).toBe(40);
    expect(posted[1]?.pcm).toBe(whole);
  });

  it('tell both ends once when one closes, and send nothing afterwards', async () => {
    const { host, page } = pair();
    const closed: string[] = [];
    host.onClose(() => closed.push('host'));
    page.onClose(() => closed.push('page'));
    const heard: unknown[] = [];
    page.onMessage((message) => heard.push(message));
    host.close();
    host.close();
    host.send('late');
    await settle();
    expect(closed.sort()).toEqual(['host', 'page']);
    expect(heard).toEqual([]);
    host.onClose(() => closed.push('again'));
    expect(closed).toContain('again');
  });

  it('forget a listener that unsubscribed', async () => {
    const { host, page } = pair();
    const heard: unknown[] = [];
    const stopHearing = page.onMessage((message) => heard.push(message));
    page.onClose(() => heard.push('closed'))();
    stopHearing();
    host.send(1);
    host.close();
    await settle();
    expect(heard).toEqual([]);
  });
});
