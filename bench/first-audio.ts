import { percentile, speakTimed, withEngine, type Figure } from './harness.js';
import { createRandom, sentence } from './text.js';

const RUNS = 25;

/** Time to first audio from a warm engine, nothing cached, every run another text. */
export async function firstAudio(): Promise<Figure[]> {
  const random = createRandom(11);
  const kinds = [
    { name: '8 words', text: () => sentence(8, random) },
    { name: '3 sentences', text: () => [9, 14, 11].map((count) => sentence(count, random)).join(' ') },
    { name: '60-word sentence', text: () => sentence(60, random) },
  ];
  return withEngine(async ({ speech }) => {
    const times = kinds.map((): number[] => []);
    // The kinds take turns, so that whatever else the machine does falls on all of them alike.
    for (let run = 0; run < RUNS; run++)
      for (const [index, kind] of kinds.entries()) {
        const { firstAudioMs } = await speakTimed(speech, { text: kind.text(), plan: { useCache: false } });
        times[index]?.push(firstAudioMs);
      }
    const figures = kinds.flatMap(({ name }, index): Figure[] => [
      { name: `first audio, ${name}, p50`, value: percentile(times[index] ?? [], 0.5), unit: 'ms' },
      {
        name: `first audio, ${name}, p95`,
        value: percentile(times[index] ?? [], 0.95),
        unit: 'ms',
        goal: 150,
      },
    ]);
    const ratio = percentile(times[2] ?? [], 0.5) / percentile(times[0] ?? [], 0.5);
    return [...figures, { name: 'first audio, 60 words over 8 words', value: ratio, unit: '×' }];
  });
}
