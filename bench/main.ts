/**
 * `npm run bench`: every figure of the README's table, measured here and now, as a table and as JSON.
 *
 *   npm run bench                all
 *   npm run bench -- rtf cached  some: first-audio, cold-start, rtf, cached, memory
 */
import { cachedPhrase } from './cached.js';
import { coldStart } from './cold-start.js';
import { firstAudio } from './first-audio.js';
import type { Figure } from './harness.js';
import { printFigures } from './print-figures.js';
import { memory } from './memory.js';
import { realTimeFactor } from './rtf.js';

const MEASUREMENTS: Readonly<Record<string, () => Promise<Figure[]>>> = {
  'first-audio': firstAudio,
  'cold-start': coldStart,
  rtf: realTimeFactor,
  cached: cachedPhrase,
  memory,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MEASUREMENTS);
const figures: Figure[] = [];
for (const name of wanted) {
  const measure = Object.hasOwn(MEASUREMENTS, name) ? MEASUREMENTS[name] : undefined;
  if (!measure) {
    console.error(`there is no measurement "${name}"; there are: ${Object.keys(MEASUREMENTS).join(', ')}`);
    process.exit(2);
  }
  figures.push(...(await measure()));
}

printFigures(figures);
