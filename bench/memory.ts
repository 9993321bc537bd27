import { withEngine, type Figure } from './harness.js';
import { longText } from './text.js';

const WORDS = 20_000;
const MEGABYTE = 1024 * 1024;

/** How often the engine's memory is looked at, in segments. */
const SEGMENTS_PER_LOOK = 50;

/** Memory of the engine process while it speaks a long text: its peak, and whether it grows. */
export async function memory(): Promise<Figure[]> {
  return withEngine(async ({ speech, supervisor }) => {
    const { client } = await supervisor.connect();
    const looks: number[] = [];
    let segments = 0;
    for await (const item of speech.speak({ text: longText(WORDS), plan: { useCache: false } }))
      if (item.kind === 'segmentEnd' && ++segments % SEGMENTS_PER_LOOK === 0)
        looks.push((await client.status({})).memory.rssBytes);
    const { peakRssBytes } = (await client.status({})).memory;
    // The first quarter fills caches and arenas; after it nothing may grow.
    const quarter = Math.floor(looks.length / 4);
    const early = mean(looks.slice(quarter, 2 * quarter));
    const late = mean(looks.slice(-quarter));
    return [
      { name: `peak memory over ${WORDS} words`, value: peakRssBytes / MEGABYTE, unit: 'MB', goal: 350 },
      { name: 'growth, last quarter over second', value: (late - early) / MEGABYTE, unit: 'MB', goal: 15 },
    ];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
