import type { WebSocket } from 'ws';
import { decodePlayerFrame, encodePlayerFrame, type PlayerDownFrame } from '../../shared/player-frames.js';
import type { Port } from '../../shared/transport.js';

/** How messages become frames of a web socket. What cannot be read becomes `undefined`, which no schema accepts. */
export interface FrameCodec {
  encode(message: unknown): string | Uint8Array;
  decode(data: string | ArrayBuffer): unknown;
}

/** Text frames of JSON, for the contract. */
export const jsonCodec: FrameCodec = {
  encode: (message) => JSON.stringify(message),
  decode(data) {
    if (typeof data !== 'string') return undefined;
    try {
      return JSON.parse(data) as unknown;
    } catch {
      return undefined;
    }
  },
};

/** For the player: samples as bytes, everything else as JSON. */
export const playerCodec: FrameCodec = {
  encode: (message) => encodePlayerFrame(message as PlayerDownFrame),
  decode: decodePlayerFrame,
};

/** What may wait for a page that reads nothing before it is given up. More than the largest answer of the contract. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** A port over a web socket that is open. */
export function createSocketPort(socket: WebSocket, codec: FrameCodec): Port {
  socket.binaryType = 'arraybuffer';
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.terminate();
      else socket.send(codec.encode(message));
    },
    onMessage(listener) {
      const deliver = (data: Buffer | ArrayBuffer, isBinary: boolean): void => {
        // The library hands text over as bytes, and binary frames as told above.
        const content = isBinary ? (data as ArrayBuffer) : Buffer.from(data as Buffer).toString();
        listener(codec.decode(content));
      };
      socket.on('message', deliver);
      return () => socket.off('message', deliver);
    },
    onClose(listener) {
      if (socket.readyState === socket.CLOSED) {
        listener();
        return () => undefined;
      }
      socket.once('close', listener);
      return () => socket.off('close', listener);
    },
    close: () => socket.close(),
  };
}
