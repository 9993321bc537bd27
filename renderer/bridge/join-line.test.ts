import { describe, expect, it } from 'vitest';
import { SottoError } from '../../engine/shared/errors.js';
import {
  hostFrameEnd,
  type PlayerLineMessage,
  type PlayerUpFrame,
} from '../../engine/shared/player-frames.js';
import { createMemoryPortPair, type Port } from '../../engine/shared/transport.js';
import { joinLine } from './join-line.js';

const STOP: PlayerLineMessage = { type: 'stop', generation: 3 };
const READY: PlayerUpFrame = { type: 'availability', state: 'ready', deviceTrouble: '', outputLatencyMs: 5 };

/** A player's end of a line, and what it hears. */
function join(opening: Promise<Port>): { player: MessagePort; heard: PlayerLineMessage[] } {
  const { port1, port2 } = new MessageChannel();
  const heard: PlayerLineMessage[] = [];
  port2.onmessage = ({ data }: MessageEvent<PlayerLineMessage>) => heard.push(data);
  joinLine(port1, opening);
  return { player: port2, heard };
}

describe("a player's line and the host's connection", () => {
  it('are joined: what the host sends is checked, and what came early is not lost', async () => {
    const [hostPort, workerPort] = createMemoryPortPair();
    const told: PlayerUpFrame[] = [];
    hostFrameEnd(hostPort).onFrame((frame) => told.push(frame));
    const { player, heard } = join(Promise.resolve(workerPort));
    player.postMessage(READY);
    await expect.poll(() => told).toEqual([READY]);
    hostPort.send({ type: 'nonsense' });
    const pcm = Float32Array.of(0.5, -0.5);
    hostPort.send({ type: 'pcm', generation: 3, startSample: 0, pcm });
    hostPort.send(STOP);
    await expect.poll(() => heard).toEqual([{ type: 'pcm', generation: 3, startSample: 0, pcm }, STOP]);
    player.close();
  });

  it('end with the word that the host is gone', async () => {
    const [hostPort, workerPort] = createMemoryPortPair();
    const { heard } = join(Promise.resolve(workerPort));
    hostPort.send(STOP);
    await expect.poll(() => heard).toEqual([STOP]);
    hostPort.close();
    await expect.poll(() => heard).toEqual([STOP, { type: 'gone' }]);
  });

  it('say the same where there is no connection to be had', async () => {
    const failure = new SottoError({ code: 'connection-lost', message: 'Sotto does not answer' });
    const { heard } = join(Promise.reject(failure));
    await expect.poll(() => heard).toEqual([{ type: 'gone' }]);
  });
});
