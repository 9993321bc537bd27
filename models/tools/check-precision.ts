/**
 * What `python -m sotto_export precisions` asks of ONNX Runtime, about a folder with candidates beside a pack's own graphs:
 *
 *   node scripts/run-ts.mjs models/tools/check-precision.ts ranges PACK_FOLDER OUT_JSON
 *   node scripts/run-ts.mjs models/tools/check-precision.ts compare PACK_FOLDER PRECISION OUT_JSON
 *
 * `ranges` runs the graphs of precision "ranges" and writes {graph: {tensor: [least, greatest]}} of what they observed.
 * `compare` renders the same line with each graph of PRECISION in the place of the fp32 one, compares log-spectra (or what
 * the graph gives, where there is no audio to compare), times both, prints it, and writes {graph: {isKept, …}}.
 */
import { writeFile } from 'node:fs/promises';
import type { Tensor } from '../../engine/acoustic/onnxruntime.js';
import { meanSpectralDifference } from '../../engine/acoustic/likeness.js';
import { floats, matrix } from '../../engine/acoustic/tensors.js';
import { chooseVoice, graphFiles, loadPack } from '../../engine/packs/load-pack.js';
import { graphBytes } from '../../engine/packs/pack-files.js';
import type { GraphName } from '../../engine/packs/manifest.js';
import {
  decodeTrunk,
  durationsOf,
  runGraph,
  sentences,
  speakThrough,
  type Run,
  type Tensors,
} from './staged-chain.js';
import { withGraph } from './with-graph.js';

const FULL = 'fp32';
const RANGES = 'ranges';
const RANGE_PREFIX = 'range:';
/** Of all bands and frames of the log-mel: what is less is not heard beside the original. */
const LARGEST_MEAN_DB = 1;
/** Of vectors (root mean square, relative): well inside what separates two recordings of a voice. */
const LARGEST_RELATIVE_ERROR = 0.05;
/** Of an utterance's length: a rounding that falls the other way here and there. */
const LARGEST_LENGTH_CHANGE = 0.02;
const VOICES_OBSERVED = 3;
/** The fastest run of so many counts, after one to warm up. */
const ROUNDS = 2;
const DB_PER_LN_POWER = 10 / Math.LN10;

interface Verdict {
  readonly isKept: boolean;
  readonly figure: string;
  readonly bytes: number;
  readonly bytesFull: number;
  readonly timeMs: number;
  readonly timeFullMs: number;
}

type RunFull = (graph: GraphName, feeds: Tensors) => Promise<Tensors>;

/**
 * How what a graph gives becomes audio, by the fp32 graphs after it. Not of `acoustic`: an F0 that differs in the fourth digit
 * moves the phases of the source in the course of a sentence, which spectra of short windows show and nobody hears.
 */
const speech: ReadonlyMap<
  GraphName,
  (results: Tensors, style: Float32Array, run: RunFull) => Promise<Float32Array>
> = new Map([
  ['trunk', (results, style, run) => decodeTrunk(results, style, run)],
  ['generator', ({ waveform }) => Promise.resolve(floats(waveform))],
  ['generatorExact', ({ waveform }) => Promise.resolve(floats(waveform))],
]);

const [mode, packDir, ...rest] = process.argv.slice(2);
const outFile = rest.at(-1);
if (!packDir || !outFile || (mode !== 'ranges' && rest.length < 2))
  throw new Error('usage: check-precision.ts ranges|compare PACK_FOLDER [PRECISION] OUT_JSON');
const pack = await loadPack(packDir);
const { manifest } = pack;
if (manifest.family !== 'staged') throw new Error(`${manifest.id} is not a staged pack`);
const staged = manifest;
const styles = await pack.readTable(staged.styles);
await writeFile(
  outFile,
  JSON.stringify(mode === 'ranges' ? await observe() : await compare(rest[0] ?? ''), null, 2),
);

function styleOf(voiceId: string, tokenCount: number): Float32Array {
  const { style } = chooseVoice(staged, voiceId);
  const row = style.row + Math.min(tokenCount, style.rowCount) - 1;
  return styles.slice(row * staged.styles.width, (row + 1) * staged.styles.width);
}

async function observe(): Promise<Record<string, Record<string, [number, number]>>> {
  const found: Record<string, Record<string, [number, number]>> = {};
  for (const voice of staged.voices.slice(0, VOICES_OBSERVED)) {
    const [tokens = []] = await sentences(staged, voice.language);
    const runs = await speakThrough(pack, staged, FULL, tokens, styleOf(voice.id, tokens.length));
    for (const [graph, { feeds }] of runs) {
      if (!(RANGES in graphFiles(staged, graph))) continue;
      const ranges = (found[graph] ??= {});
      for (const [name, values] of Object.entries(await runGraph(pack, graph, RANGES, feeds))) {
        if (!name.startsWith(RANGE_PREFIX)) continue;
        const tensor = name.slice(RANGE_PREFIX.length);
        const [least = 0, greatest = 0] = floats(values);
        const [leastBefore, greatestBefore] = ranges[tensor] ?? [least, greatest];
        ranges[tensor] = [Math.min(least, leastBefore), Math.max(greatest, greatestBefore)];
      }
    }
  }
  return found;
}

async function compare(precision: string): Promise<Record<string, Verdict>> {
  const voice = chooseVoice(staged).voice;
  const [tokens = []] = await sentences(staged, voice.language);
  const style = styleOf(voice.id, tokens.length);
  const runs = await speakThrough(pack, staged, FULL, tokens, style);
  const verdicts: Record<string, Verdict> = {};
  for (const [graph, full] of runs) {
    const files = graphFiles(staged, graph);
    const [file, fileFull] = [files[precision], files[FULL]];
    if (!file || !fileFull) continue;
    const feeds = graph === 'acoustic' ? withDurations(full) : full.feeds;
    const { results, timeMs } = await timed(graph, precision, feeds);
    const { timeMs: timeFullMs } = await timed(graph, FULL, feeds);
    const judged = await judge(graph, full, results, style, precision);
    const [bytes, bytesFull] = [graphBytes([file]), graphBytes([fileFull])];
    verdicts[graph] = { ...judged, bytes, bytesFull, timeMs, timeFullMs };
    report(graph, precision, verdicts[graph]);
  }
  return verdicts;
}

/** The same durations for every precision, so that frames can be laid over one another. */
function withDurations({ feeds, results }: Run): Tensors {
  return { ...feeds, pause_frames: matrix(durationsOf(results)) };
}

async function timed(
  graph: GraphName,
  precision: string,
  feeds: Tensors,
): Promise<{ results: Tensors; timeMs: number }> {
  return withGraph(pack, graph, precision, async (session) => {
    let results = await session.run(feeds, session.outputNames);
    let timeMs = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      const startMs = performance.now();
      results = await session.run(feeds, session.outputNames);
      timeMs = Math.min(timeMs, performance.now() - startMs);
    }
    return { results, timeMs };
  });
}

async function judge(
  graph: GraphName,
  full: Run,
  results: Tensors,
  style: Float32Array,
  precision: string,
): Promise<Pick<Verdict, 'isKept' | 'figure'>> {
  const toSamples = speech.get(graph);
  if (toSamples) {
    const run: RunFull = (name, feeds) => runGraph(pack, name, FULL, feeds);
    const reference = await toSamples(full.results, style, run);
    const ofPrecision = await toSamples(results, style, run);
    const meanDb = DB_PER_LN_POWER * meanSpectralDifference(ofPrecision, reference);
    return { isKept: meanDb <= LARGEST_MEAN_DB, figure: `log-spectra differ by ${meanDb.toFixed(2)} dB` };
  }
  const vectors = judgeVectors(full.results, results);
  if (graph !== 'acoustic') return vectors;
  const own = durationsOf(await runGraph(pack, graph, precision, full.feeds));
  const [length = 0, lengthFull = 0] = [own, durationsOf(full.results)].map((all) =>
    all.reduce((sum, duration) => sum + duration, 0),
  );
  const change = Math.abs(length - lengthFull) / lengthFull;
  return {
    isKept: vectors.isKept && change <= LARGEST_LENGTH_CHANGE,
    figure: `${vectors.figure}, length by ${(100 * change).toFixed(1)} %`,
  };
}

function judgeVectors(wanted: Tensors, given: Tensors): Pick<Verdict, 'isKept' | 'figure'> {
  const errors = Object.entries(wanted).flatMap(([name, values]) =>
    // Durations, which are the same here.
    values.type === 'float32' ? [relativeError(values, given[name])] : [],
  );
  const worst = Math.max(...errors);
  return {
    isKept: worst <= LARGEST_RELATIVE_ERROR,
    figure: `vectors differ by ${(100 * worst).toFixed(2)} %`,
  };
}

function relativeError(wanted: Tensor, given: Tensor | undefined): number {
  const [reference, values] = [floats(wanted), floats(given)];
  let [error, level] = [0, 0];
  reference.forEach((value, index) => {
    error += ((values[index] ?? NaN) - value) ** 2;
    level += value ** 2;
  });
  const relative = Math.sqrt(error / level);
  return Number.isFinite(relative) ? relative : Infinity;
}

function report(graph: string, precision: string, one: Verdict): void {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  console.log(
    `${one.isKept ? 'kept    ' : 'NOT kept'} ${graph} ${precision}: ${one.figure}; ` +
      `${megabytes(one.bytes)} MB (fp32 ${megabytes(one.bytesFull)}), ` +
      `${one.timeMs.toFixed(0)} ms (fp32 ${one.timeFullMs.toFixed(0)})`,
  );
}
