import { Playback, type FoundPlayer } from '../../playback/playback.js';
import { systemClock } from '../../shared/clock.js';
import { toErrorShape } from '../../shared/errors.js';
import { encoder } from './speech-output.js';

const RATE_HZ = 24_000;
const SILENCE_MS = 50;
/** A sound server that does not answer must not hold up the other checks. */
const LIMIT_MS = 5000;

export type SoundProbe =
  { readonly works: true; readonly playerName: string } | { readonly works: false; readonly reason: string };

/** Plays a moment of silence: whether there is a device shows only so. */
export async function probeSound(
  players: readonly FoundPlayer[],
  signal: AbortSignal,
  limitMs = LIMIT_MS,
): Promise<SoundProbe> {
  const playback = new Playback({ sampleRateHz: RATE_HZ, encoder, clock: systemClock, players });
  const limit = AbortSignal.timeout(limitMs);
  const end = AbortSignal.any([signal, limit]);
  const stop = (): void => playback.stop();
  end.addEventListener('abort', stop, { once: true });
  try {
    await playback.write(new Float32Array((RATE_HZ * SILENCE_MS) / 1000));
    await playback.endSegment();
    await playback.finish();
  } catch (thrown) {
    return { works: false, reason: toErrorShape(thrown).message };
  } finally {
    end.removeEventListener('abort', stop);
  }
  const playerName = playback.playerName ?? 'the player';
  if (limit.aborted) return { works: false, reason: `${playerName} does not come to an end` };
  return { works: true, playerName };
}
