import { SottoError } from '../../engine/shared/errors.js';
import type { Port } from '../../engine/shared/transport.js';

export interface SocketCodec {
  encode(message: unknown): string | Uint8Array<ArrayBuffer>;
  decode(data: string | ArrayBuffer): unknown;
}

/**
 * A port over a web socket. Messages that come before anybody listens wait for the first listener.
 * @throws SottoError `connection-lost` when the host cannot be reached or refuses
 */
export function openSocketPort(socket: WebSocket, codec: SocketCodec): Promise<Port> {
  socket.binaryType = 'arraybuffer';
  const listeners = new Set<(message: unknown) => void>();
  const closeListeners = new Set<() => void>();
  const early: unknown[] = [];
  let isClosed = false;

  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const message = codec.decode(data);
    if (listeners.size === 0) early.push(message);
    for (const listener of [...listeners]) listener(message);
  };
  const port: Port = {
    send(message) {
      if (socket.readyState === socket.OPEN) socket.send(codec.encode(message));
    },
    onMessage(listener) {
      listeners.add(listener);
      for (const message of early.splice(0)) listener(message);
      return () => listeners.delete(listener);
    },
    onClose(listener) {
      if (isClosed) {
        listener();
        return () => undefined;
      }
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.onopen = () => resolve(port);
    socket.onclose = () => {
      isClosed = true;
      for (const listener of [...closeListeners]) listener();
      closeListeners.clear();
      reject(new SottoError({ code: 'connection-lost', message: 'Sotto does not answer' }));
    };
  });
}
