/**
 * Parity of an exported staged pack with PyTorch, and of windows with the whole:
 * npm run parity [-- PACK_FOLDER PARITY_JSON [PRECISION]]
 * PARITY_JSON is what the exporter's `--parity` wrote. Without arguments it is the full-size random model, which this makes:
 * cd models && /usr/bin/python3 -m sotto_export random --size full --out build/kokoro-random --parity build/kokoro-random/parity/parity.json
 * Ends with status 1 where a graph or the windows miss their target.
 */
import { loadPack } from '../../engine/packs/load-pack.js';
import type { GraphName } from '../../engine/packs/manifest.js';
import {
  decodeUtterance,
  difference,
  graphDifferences,
  readExpected,
  type Decoded,
} from '../sotto_export/parity.js';

const EXACT_DB = 60;
const WINDOWS_DB = 35;
/** An F0 that differs in the seventh digit moves the phase of the ninth harmonic in the course of an utterance. */
const TOKENS_DB = 45;

const RANDOM = 'models/build/kokoro-random';

const [packDir = `${RANDOM}/pack`, indexFile = `${RANDOM}/parity/parity.json`, chosen] =
  process.argv.slice(2);
const pack = await loadPack(packDir);
const { manifest } = pack;
if (manifest.family !== 'staged') throw new Error(`${manifest.id} is not a staged pack`);
const precision = chosen ?? manifest.defaultPrecision;
const expected = await readExpected(indexFile);
const reference = expected.get('generatorExact')?.outputs.waveform?.data as Float32Array;

function report(what: string, snrDb: number, targetDb: number, more = ''): void {
  const holds = snrDb >= targetDb;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}: ${snrDb.toFixed(1)} dB (at least ${targetDb})${more}`);
  if (!holds) process.exitCode = 1;
}

/** What the comparison leaves out: see `unwrapped`. */
function crossings({ whole, movedPhases }: Decoded): string {
  const asItComes = difference(reference, whole).snrDb.toFixed(1);
  return `; ${asItComes} dB with ${movedPhases} phases of the source left on the other side of ±π`;
}

for (const graph of expected.keys()) {
  for (const { output, maxRelative, snrDb } of await graphDifferences(
    pack,
    graph as GraphName,
    precision,
    expected,
  ))
    report(`${graph} ${output}`, snrDb, EXACT_DB, `, max relative error ${maxRelative.toExponential(1)}`);
}
const fromCurves = await decodeUtterance(pack, manifest, precision, expected, 'curves');
report(
  'decoding, whole',
  difference(reference, fromCurves.onSameSide).snrDb,
  EXACT_DB,
  crossings(fromCurves),
);
report(
  'decoding, windows of 0.4, 0.8, 1.2 s against the whole',
  difference(fromCurves.whole, fromCurves.windowed).snrDb,
  WINDOWS_DB,
);
const fromTokens = await decodeUtterance(pack, manifest, precision, expected, 'tokens');
report(
  'tokens to audio',
  difference(reference, fromTokens.onSameSide).snrDb,
  TOKENS_DB,
  crossings(fromTokens),
);
