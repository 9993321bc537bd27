import { percentile, speakTimed, withEngine, type Figure } from './harness.js';
import { createRandom, sentence } from './text.js';

const PHRASES = 20;

/** From asking for a phrase that was spoken before to its first samples. */
export async function cachedPhrase(): Promise<Figure[]> {
  const random = createRandom(5);
  const phrases = Array.from({ length: PHRASES }, () => sentence(7, random));
  return withEngine(async ({ speech }) => {
    for (const text of phrases) await speakTimed(speech, { text });
    const times: number[] = [];
    for (const text of phrases) times.push((await speakTimed(speech, { text })).firstAudioMs);
    return [
      { name: 'cached phrase to first sample, p50', value: percentile(times, 0.5), unit: 'ms' },
      { name: 'cached phrase to first sample, p95', value: percentile(times, 0.95), unit: 'ms', goal: 10 },
    ];
  });
}
