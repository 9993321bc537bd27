import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../../shared/clock.js';
import type { Port } from '../../shared/transport.js';
import { createSocketPort, type FrameCodec } from './socket-port.js';

export interface SocketEndpointOptions {
  readonly codec: FrameCodec;
  /** A longer message ends its connection with code 1009. */
  readonly maxMessageBytes: number;
  readonly clock: Clock;
  readonly onPort: (port: Port) => void;
}

/** One address for web sockets. */
export interface SocketEndpoint {
  /** Takes over a connection that asked for a web socket and was let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every connection. */
  close(): void;
}

/** A connection that answered nothing for so long is gone: a machine was asleep, or a browser died without a word. */
const HEARTBEAT_INTERVAL_MS = 15_000;

/** As a close code: the host goes away. */
const GOING_AWAY = 1001;

export function createSocketEndpoint(options: SocketEndpointOptions): SocketEndpoint {
  const server = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes });
  const silent = new WeakSet<WebSocket>();

  function beat(): void {
    for (const socket of server.clients) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
    }
    stopBeating = options.clock.after(HEARTBEAT_INTERVAL_MS, beat);
  }
  let stopBeating = options.clock.after(HEARTBEAT_INTERVAL_MS, beat);

  return {
    accept(request, stream, head) {
      server.handleUpgrade(request, stream, head, (socket) => {
        socket.on('pong', () => silent.delete(socket));
        // A frame that breaks the protocol or is too long: the library has told the other end why, and closes.
        socket.on('error', () => undefined);
        options.onPort(createSocketPort(socket, options.codec));
      });
    },
    close() {
      stopBeating();
      for (const socket of server.clients) {
        socket.close(GOING_AWAY);
        socket.terminate();
      }
      server.close();
    },
  };
}
