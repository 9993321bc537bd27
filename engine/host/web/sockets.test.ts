import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createManualClock } from '../../shared/clock.js';
import type { Port } from '../../shared/transport.js';
import { jsonCodec } from './socket-port.js';
import { createSocketEndpoint, type SocketEndpoint } from './sockets.js';

const clock = createManualClock();
let server: Server;
let endpoint: SocketEndpoint;
let ports: Port[];

beforeEach(async () => {
  ports = [];
  endpoint = createSocketEndpoint({
    codec: jsonCodec,
    maxMessageBytes: 1000,
    clock,
    onPort: (port) => ports.push(port),
  });
  server = createServer().on('upgrade', (request, socket, head) => endpoint.accept(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  endpoint.close();
  server.close();
});

async function connect(autoPong: boolean): Promise<WebSocket> {
  const { port } = server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong });
  await once(socket, 'open');
  return socket;
}

describe('the heartbeat', () => {
  it('ends connections that answer nothing any more, and keeps the others', async () => {
    const dead = await connect(false);
    const alive = await connect(true);
    const closed: number[] = [];
    for (const [index, port] of ports.entries()) port.onClose(() => closed.push(index));
    const [pinged, gone] = [once(alive, 'ping'), once(dead, 'close')];
    await clock.advance(15_000);
    await pinged;
    // The pong has arrived when what was sent after it has.
    const answered = new Promise((resolve) => ports[1]?.onMessage(resolve));
    alive.send('"after the pong"');
    await answered;
    await clock.advance(15_000);
    await gone;
    await expect.poll(() => closed).toEqual([0]);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });
});

describe('closing', () => {
  it('tells both ends', async () => {
    const socket = await connect(true);
    let isClosed = false;
    ports[0]?.onClose(() => (isClosed = true));
    endpoint.close();
    await once(socket, 'close');
    await expect.poll(() => isClosed).toBe(true);
    let isToldAtOnce = false;
    ports[0]?.onClose(() => (isToldAtOnce = true));
    expect(isToldAtOnce).toBe(true);
    ports[0]?.send('to nobody');
  });
});
