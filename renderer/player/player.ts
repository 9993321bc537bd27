import { PLAYER_LINE, type HostBridge } from '../../engine/shared/bridge.js';
import { systemClock, type Clock } from '../../engine/shared/clock.js';
import { openAudioOutput, type SoundEvents, type SoundOutput } from './audio-output.js';
import { createCapture, type Capture } from './capture.js';

/** Pauses before another try: soon at first, since a host that restarts is back within a second. */
const RETRY_DELAYS_MS = [100, 300, 1000, 3000];

export interface PlayerOptions {
  /** Collects every block that is put out, for tests and diagnostics. It takes memory as long as it sounds. */
  readonly isCaptured?: boolean;
  readonly clock?: Clock;
  readonly openOutput?: (events: SoundEvents, clock: Clock) => SoundOutput;
  /** Where the bridge's lines arrive; this window if absent. */
  readonly page?: EventTarget;
}

export interface Player {
  /** Undefined unless it was asked for. */
  readonly capture: Capture | undefined;
  /**
   * Silence at once, however busy the host is. The speech itself is the host's: whoever asks for silence also has to stop
   * it there.
   */
  hush(): void;
}

/**
 * Makes this page the host's player for as long as it is open: takes a line, plays what comes, and takes another one
 * whenever the host was gone.
 */
export function startPlayer(bridge: Pick<HostBridge, 'connectPlayer'>, options: PlayerOptions = {}): Player {
  const { clock = systemClock, openOutput = openAudioOutput, page = window } = options;
  const capture = options.isCaptured ? createCapture() : undefined;
  let failures = 0;

  const output = openOutput(
    {
      onConnected: () => (failures = 0),
      onGone() {
        const delayMs = RETRY_DELAYS_MS[Math.min(failures++, RETRY_DELAYS_MS.length - 1)] ?? 0;
        clock.after(delayMs, () => bridge.connectPlayer());
      },
      onBlock: capture && ((block) => capture.add(block)),
    },
    clock,
  );
  page.addEventListener('message', (event) => {
    const { source, data, ports } = event as MessageEvent<unknown>;
    const [line] = ports;
    if (source === page && data === PLAYER_LINE && line) output.connect(line);
  });
  bridge.connectPlayer();
  return { capture, hush: () => output.hush() };
}
