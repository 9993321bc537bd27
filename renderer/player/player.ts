import type { HostBridge } from '../../engine/shared/bridge.js';
import { systemClock, type Clock } from '../../engine/shared/clock.js';
import {
  playerFrameEnd,
  type FrameEnd,
  type PlayerDownFrame,
  type PlayerUpFrame,
} from '../../engine/shared/player-frames.js';
import type { Unsubscribe } from '../../engine/shared/transport.js';
import { openAudioOutput, type SoundEvents, type SoundOutput } from './audio-output.js';
import { createCapture, type Capture } from './capture.js';

/** Pauses before another try: soon at first, since a host that restarts is back within a second. */
const RETRY_DELAYS_MS = [100, 300, 1000, 3000];

export interface PlayerOptions {
  /** Collects every block that is put out, for tests and diagnostics. It takes memory as long as it sounds. */
  readonly isCaptured?: boolean;
  readonly clock?: Clock;
  readonly openOutput?: (events: SoundEvents, clock: Clock) => SoundOutput;
}

export interface Player {
  /** Undefined unless it was asked for. */
  readonly capture: Capture | undefined;
  dispose(): void;
}

/** Makes this page the host's player: connects, plays what comes, and connects again whenever the host was gone. */
export function startPlayer(bridge: Pick<HostBridge, 'connectPlayer'>, options: PlayerOptions = {}): Player {
  const { clock = systemClock, openOutput = openAudioOutput } = options;
  const capture = options.isCaptured ? createCapture() : undefined;
  let end: FrameEnd<PlayerUpFrame, PlayerDownFrame> | undefined;
  let isDisposed = false;
  let failures = 0;
  let cancelRetry: Unsubscribe = () => undefined;

  const output = openOutput(
    {
      onStatus: (status) => end?.send(status),
      onAvailability: (availability) => end?.send(availability),
      onBlock: capture && ((block) => capture.add(block)),
    },
    clock,
  );
  const retry = (): void => {
    if (isDisposed) return;
    const delayMs = RETRY_DELAYS_MS[Math.min(failures++, RETRY_DELAYS_MS.length - 1)] ?? 0;
    cancelRetry = clock.after(delayMs, connect);
  };
  const connect = (): void => {
    bridge.connectPlayer().then((port) => {
      if (isDisposed) {
        port.close();
        return;
      }
      failures = 0;
      const current = playerFrameEnd(port);
      end = current;
      current.onFrame((frame) => {
        // The host's first frame, too: from now on it surely listens.
        if (frame.type === 'output' && output.availability) current.send(output.availability);
        output.receive(frame);
      });
      current.onClose(() => {
        end = undefined;
        output.abandon();
        retry();
      });
    }, retry);
  };
  connect();
  return {
    capture,
    dispose() {
      isDisposed = true;
      cancelRetry();
      end?.close();
      output.dispose();
    },
  };
}
