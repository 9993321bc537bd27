import {
  playerFrameEnd,
  type PlayerLineMessage,
  type PlayerUpFrame,
} from '../../engine/shared/player-frames.js';
import type { Port } from '../../engine/shared/transport.js';

/**
 * Carries a player's frames between its line and a connection, once that is open: the host's are checked here, so that
 * the audio thread need not. A connection that ends, or never opens, is told as `gone`.
 */
export function joinLine(line: MessagePort, opening: Promise<Port>): void {
  const pass = (message: PlayerLineMessage): void => {
    // Samples move rather than being copied: nobody here has more use for them.
    line.postMessage(message, message.type === 'pcm' ? [message.pcm.buffer as ArrayBuffer] : []);
  };
  const gone = (): void => {
    pass({ type: 'gone' });
    line.close();
  };
  opening.then((port) => {
    const end = playerFrameEnd(port);
    end.onFrame(pass);
    end.onClose(gone);
    line.onmessage = ({ data }: MessageEvent<PlayerUpFrame>) => end.send(data);
  }, gone);
}
