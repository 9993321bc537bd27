import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket as NodeSocket, WebSocketServer } from 'ws';
import { openSocketPort, type SocketCodec } from './socket-port.js';

const json: SocketCodec = {
  encode: (message) => JSON.stringify(message),
  decode: (data) => (typeof data === 'string' ? (JSON.parse(data) as unknown) : new Uint8Array(data)),
};

let server: WebSocketServer;

beforeAll(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
});

afterAll(() => server.close());

/** Both ends of a connection; the page's socket is one that behaves as a browser's does. */
async function connect() {
  const accepted = once(server, 'connection') as Promise<[NodeSocket]>;
  const socket = new NodeSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const opened = openSocketPort(socket as unknown as WebSocket, json);
  return { port: await opened, host: (await accepted)[0] };
}

describe('a port over a web socket', () => {
  it('carries messages in order, text and bytes', async () => {
    const { port, host } = await connect();
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    host.send('{"a":1}');
    host.send(Buffer.from([1, 2, 3]));
    await expect.poll(() => heard).toEqual([{ a: 1 }, Uint8Array.of(1, 2, 3)]);
    const received = once(host, 'message') as Promise<[Buffer]>;
    port.send({ b: 2 });
    expect((await received)[0].toString()).toBe('{"b":2}');
    port.close();
  });

  it('keeps what comes before anybody listens', async () => {
    const { port, host } = await connect();
    const pinged = once(host, 'pong');
    host.send('"early"');
    host.ping();
    await pinged;
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    expect(heard).toEqual(['early']);
    port.close();
  });

  it('tells once that the host is gone, and those who ask later at once', async () => {
    const { port, host } = await connect();
    let count = 0;
    port.onClose(() => count++);
    host.terminate();
    await expect.poll(() => count).toBe(1);
    port.onClose(() => count++);
    expect(count).toBe(2);
    port.send('to nobody');
  });

  it('fails with a code where nobody listens', async () => {
    const socket = new NodeSocket('ws://127.0.0.1:1');
    socket.on('error', () => undefined);
    await expect(openSocketPort(socket as unknown as WebSocket, json)).rejects.toMatchObject({
      code: 'connection-lost',
    });
  });
});
