import {
  decodePlayerFrame,
  encodePlayerFrame,
  type PlayerUpFrame,
} from '../../engine/shared/player-frames.js';
import { joinLine } from './join-line.js';
import { openSocketPort } from './socket-port.js';

/** Joins players' lines with the web host in a thread that does nothing else: the page's own may be busy drawing. */
self.onmessage = ({ ports }: MessageEvent) => {
  const [line] = ports;
  if (!line) return;
  const socket = new WebSocket(`ws://${location.host}/player`);
  joinLine(
    line,
    openSocketPort(socket, {
      encode: (message) => encodePlayerFrame(message as PlayerUpFrame),
      decode: decodePlayerFrame,
    }),
  );
};
