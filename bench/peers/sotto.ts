/** Sotto on the model of the comparison: node scripts/run-ts.mjs bench/peers/sotto.ts '{"modelDir", "threads", "text"}' */
import { createNodeLauncher } from '../../engine/host/node-launcher.js';
import { createSpeechService } from '../../engine/services/speech.js';
import { createSupervisor } from '../../engine/services/supervisor.js';
import { systemClock } from '../../engine/shared/clock.js';
import { paths } from '../harness.js';
import { createStopwatch, order, peakBytes, WARM_UP } from './peer-report.mjs';

const { modelDir, threads, text } = order;
const supervisor = createSupervisor({
  launcher: createNodeLauncher(paths.engineEntry),
  clock: systemClock,
  config: { packs: [{ dir: modelDir }], threads },
  limits: { startTimeoutMs: 120_000, heartbeatTimeoutMs: 120_000 },
});
const { client, pid } = await supervisor.connect();
await client.warm({});
const speech = createSpeechService(supervisor, systemClock);

/** @returns the characters that were neither spoken nor skipped with a reason, and what a player was told to hold */
async function speak(
  words: string,
  heard: (sampleCount: number) => void,
): Promise<{ droppedCharacters: number; prebufferMs: number }> {
  let covered = 0;
  let prebufferMs = 0;
  for await (const item of speech.speak({ text: words, plan: { useCache: false } })) {
    if (item.kind === 'plan') prebufferMs = item.prebufferMs;
    if (item.kind === 'segment') for (const { source } of item.spans) covered += source.end - source.start;
    if (item.kind === 'audio') heard(item.pcm.length);
  }
  return { droppedCharacters: words.length - covered, prebufferMs };
}

await speak(WARM_UP, () => undefined);
const stopwatch = createStopwatch(24_000, String(pid));
const told = await speak(text, (sampleCount) => stopwatch.heard(sampleCount));
console.log(JSON.stringify(stopwatch.report({ ...told, hostPeakBytes: peakBytes() })));
await supervisor.dispose();
