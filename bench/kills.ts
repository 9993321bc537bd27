/**
 * `npm run bench:kills [-- COUNT]`: kills the engine process at random moments while it speaks, and compares what came
 * out with an undisturbed run. Exit code 1 when a sample is missing, doubled or different.
 */
import { joinSamples } from '../engine/shared/join-samples.js';
import { withEngine, type BenchEngine } from './harness.js';
import { createRandom, longText } from './text.js';

const KILLS = Number(process.argv[2] ?? 200);
const TEXT = longText(260, 9);
/** Fixed, so that both runs cut the text alike whatever the machine does meanwhile. */
const REQUEST = { text: TEXT, plan: { useCache: false, firstSegmentDurationMs: 2500 } };
/** A kill comes after at most this much more audio, and then at most this much later. */
const MAX_GAP_SAMPLES = 60_000;
const MAX_DELAY_MS = 30;
const LARGEST_DIFFERENCE = 1e-5;

interface Heard {
  readonly pcm: Float32Array;
  readonly resumeCount: number;
}

/** Speaks the text; `onSamples` hears of every chunk. */
async function listen({ speech }: BenchEngine, onSamples: (sampleCount: number) => void): Promise<Heard> {
  const chunks: Float32Array[] = [];
  const run = speech.speak(REQUEST);
  for (;;) {
    const next = await run.next();
    if (next.done) return { pcm: joinSamples(chunks), resumeCount: next.value.resumeCount };
    if (next.value.kind !== 'audio') continue;
    chunks.push(next.value.pcm);
    onSamples(next.value.pcm.length);
  }
}

function largestDifference(left: Float32Array, right: Float32Array): number {
  let largest = 0;
  left.forEach(
    (sample, index) => (largest = Math.max(largest, Math.abs(sample - (right[index] ?? Infinity)))),
  );
  return left.length === right.length ? largest : Infinity;
}

await withEngine(async (engine) => {
  const undisturbed = await listen(engine, () => undefined);
  const random = createRandom(2026);
  const pauses: number[] = [];
  let kills = 0;
  let killedPid: number | undefined;
  let runs = 0;
  let largest = 0;
  let resumes = 0;
  while (kills < KILLS) {
    let untilKill = random() * MAX_GAP_SAMPLES;
    let killedAtMs: number | undefined;
    const kill = (): void => {
      const state = engine.supervisor.state();
      if (state.kind !== 'ready' || state.pid === undefined || kills >= KILLS) return;
      // It is dying already; a second kill would be counted and do nothing.
      if (state.pid === killedPid) return;
      killedPid = state.pid;
      kills++;
      killedAtMs = performance.now();
      process.kill(state.pid, 'SIGKILL');
    };
    const { pcm, resumeCount } = await listen(engine, (sampleCount) => {
      if (killedAtMs !== undefined) pauses.push(performance.now() - killedAtMs);
      killedAtMs = undefined;
      untilKill -= sampleCount;
      if (untilKill > 0) return;
      untilKill = random() * MAX_GAP_SAMPLES;
      if (random() < 0.5) kill();
      else setTimeout(kill, random() * MAX_DELAY_MS);
    });
    runs++;
    resumes += resumeCount;
    const difference = largestDifference(undisturbed.pcm, pcm);
    largest = Math.max(largest, difference);
    console.error(
      `run ${runs}: ${kills} kills so far, ${pcm.length} of ${undisturbed.pcm.length} samples, largest difference ${difference.toExponential(1)}`,
    );
  }
  const isOk = largest <= LARGEST_DIFFERENCE;
  const meanPauseMs = pauses.reduce((sum, pause) => sum + pause, 0) / Math.max(1, pauses.length);
  console.log(
    `${kills} kills in ${runs} runs of ${(undisturbed.pcm.length / 24_000).toFixed(1)} s, ${resumes} resumes; ` +
      `largest difference from the undisturbed run ${largest.toExponential(1)}; ` +
      `mean wait for the next sample ${meanPauseMs.toFixed(0)} ms: ${isOk ? 'equal' : 'NOT EQUAL'}`,
  );
  process.exitCode = isOk ? 0 : 1;
});
