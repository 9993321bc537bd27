import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../engine/shared/clock.js';
import { hostFrameEnd, type PlayerDownFrame, type PlayerUpFrame } from '../../engine/shared/player-frames.js';
import { createMemoryPortPair, type Port } from '../../engine/shared/transport.js';
import type { Availability, SoundEvents, SoundOutput } from './audio-output.js';
import { wantsCapture } from './capture.js';
import { startPlayer, type Player, type PlayerOptions } from './player.js';

const READY: Availability = { type: 'availability', state: 'ready', deviceTrouble: '', outputLatencyMs: 5 };
const OUTPUT: PlayerDownFrame = { type: 'output', gain: 1, deviceId: '' };

class FakeOutput implements SoundOutput {
  readonly received: (PlayerDownFrame | 'abandon')[] = [];
  availability: Availability | undefined;
  isDisposed = false;
  constructor(readonly events: SoundEvents) {}
  receive(frame: PlayerDownFrame): void {
    this.received.push(frame);
  }
  abandon(): void {
    this.received.push('abandon');
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

/** A page with a host that can be reached only after so many tries. */
function open(
  failedTries = 0,
  options: PlayerOptions = {},
): {
  player: Player;
  output: () => FakeOutput;
  clock: ReturnType<typeof createManualClock>;
  hosts: Port[];
  heard: PlayerUpFrame[];
} {
  const clock = createManualClock();
  const hosts: Port[] = [];
  const heard: PlayerUpFrame[] = [];
  let tries = 0;
  let output: FakeOutput | undefined;
  const bridge = {
    connectPlayer(): Promise<Port> {
      if (tries++ < failedTries) return Promise.reject(new Error('nobody there'));
      const [host, page] = createMemoryPortPair();
      hosts.push(host);
      hostFrameEnd(host).onFrame((frame) => heard.push(frame));
      return Promise.resolve(page);
    },
  };
  const player = startPlayer(bridge, {
    ...options,
    clock,
    openOutput: (events) => (output = new FakeOutput(events)),
  });
  const opened = (): FakeOutput => {
    if (!output) throw new Error('no output was opened');
    return output;
  };
  return { player, output: opened, clock, hosts, heard };
}

describe("the page's player", () => {
  it('passes frames to the output and what that says to the host', async () => {
    const { output, clock, hosts, heard } = open();
    await clock.advance(0);
    output().availability = READY;
    hosts[0]?.send(OUTPUT);
    hosts[0]?.send({ type: 'nonsense' });
    await clock.advance(0);
    expect(output().received).toEqual([OUTPUT]);
    // Told when the host has shown that it listens, and at every change.
    output().events.onAvailability({ ...READY, state: 'blocked' });
    const status = { type: 'status', generation: 1, playedSamples: 0, takenSamples: 0 } as const;
    output().events.onStatus({ ...status, underrunCount: 0, state: 'waiting' });
    await clock.advance(0);
    expect(heard.map((frame) => frame.state)).toEqual(['ready', 'blocked', 'waiting']);
  });

  it('connects again, soon at first, and is silent while the host is gone', async () => {
    const { output, clock, hosts } = open(2);
    await clock.advance(0);
    expect(hosts).toHaveLength(0);
    await clock.advance(100);
    await clock.advance(300);
    expect(hosts).toHaveLength(1);
    hosts[0]?.close();
    await clock.advance(99);
    expect(output().received).toEqual(['abandon']);
    expect(hosts).toHaveLength(1);
    await clock.advance(1);
    expect(hosts).toHaveLength(2);
    hosts[1]?.send(OUTPUT);
    await clock.advance(0);
    expect(output().received).toEqual(['abandon', OUTPUT]);
  });

  it('leaves for good when it is disposed', async () => {
    const { player, output, clock, hosts } = open();
    await clock.advance(0);
    let isClosed = false;
    hosts[0]?.onClose(() => (isClosed = true));
    player.dispose();
    await clock.advance(60_000);
    expect({ isClosed, isDisposed: output().isDisposed, connections: hosts.length }).toEqual({
      isClosed: true,
      isDisposed: true,
      connections: 1,
    });
  });

  it('collects what is put out only where that is asked for', () => {
    expect(open().output().events.onBlock).toBeUndefined();
    expect(globalThis.sottoPlayerCapture).toBeUndefined();
    const { player, output } = open(0, { isCaptured: true });
    const block = { generation: 1, startSample: 0, putOutAtMs: 0, pcm: new Float32Array(128) };
    output().events.onBlock?.(block);
    expect(player.capture?.blocks).toEqual([block]);
    expect(globalThis.sottoPlayerCapture).toBe(player.capture);
    player.capture?.clear();
    expect(player.capture?.blocks).toEqual([]);
    globalThis.sottoPlayerCapture = undefined;
  });

  it('is asked for by the address', () => {
    expect(wantsCapture({ search: '?capture', hash: '' })).toBe(true);
    expect(wantsCapture({ search: '', hash: '#capture' })).toBe(true);
    expect(wantsCapture({ search: '?token=capture', hash: '#speak' })).toBe(false);
  });
});
