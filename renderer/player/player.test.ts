import { describe, expect, it } from 'vitest';
import { PLAYER_LINE } from '../../engine/shared/bridge.js';
import { createManualClock } from '../../engine/shared/clock.js';
import type { SoundEvents, SoundOutput } from './audio-output.js';
import { wantsCapture } from './capture.js';
import { startPlayer, type Player, type PlayerOptions } from './player.js';

class FakeOutput implements SoundOutput {
  readonly lines: MessagePort[] = [];
  constructor(readonly events: SoundEvents) {}
  hushCount = 0;
  connect(line: MessagePort): void {
    this.lines.push(line);
  }
  hush(): void {
    this.hushCount++;
  }
}

/** A message as a window hears it. */
function messageOf(source: unknown, data: unknown): Event {
  const ports = [new MessageChannel().port1];
  return Object.assign(new Event('message'), { source, data, ports });
}

/** A page whose host gives a line for each that is asked for. */
function open(options: PlayerOptions = {}): {
  player: Player;
  output: () => FakeOutput;
  clock: ReturnType<typeof createManualClock>;
  page: EventTarget;
} {
  const clock = createManualClock();
  const page = new EventTarget();
  let output: FakeOutput | undefined;
  const bridge = { connectPlayer: () => page.dispatchEvent(messageOf(page, PLAYER_LINE)) };
  const player = startPlayer(bridge, {
    ...options,
    clock,
    page,
    openOutput: (events) => (output = new FakeOutput(events)),
  });
  const opened = (): FakeOutput => {
    if (!output) throw new Error('no output was opened');
    return output;
  };
  return { player, output: opened, clock, page };
}

describe("the page's player", () => {
  it('takes the line that the bridge posts to the page, and no other message', () => {
    const { output, page } = open();
    expect(output().lines).toHaveLength(1);
    page.dispatchEvent(messageOf(page, 'another message'));
    page.dispatchEvent(messageOf(new EventTarget(), PLAYER_LINE));
    expect(output().lines).toHaveLength(1);
  });

  it('asks for another line whenever the host is gone, soon at first', async () => {
    const { output, clock } = open();
    const { events, lines } = output();
    const delaysMs: number[] = [];
    for (let tries = 1; tries <= 6; tries++) {
      if (tries === 6) events.onConnected();
      events.onGone();
      let delayMs = 0;
      for (; lines.length === tries; delayMs += 100) await clock.advance(100);
      delaysMs.push(delayMs);
    }
    expect(delaysMs).toEqual([100, 300, 1000, 3000, 3000, 100]);
  });

  it('collects what is put out only where that is asked for', () => {
    expect(open().output().events.onBlock).toBeUndefined();
    expect(globalThis.sottoPlayerCapture).toBeUndefined();
    const { player, output } = open({ isCaptured: true });
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
