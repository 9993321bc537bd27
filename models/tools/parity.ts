/**
 * Parity of an exported staged pack with PyTorch, and of windows with the whole:
 * node scripts/run-ts.mjs models/tools/parity.ts PACK_FOLDER PARITY_JSON [PRECISION]
 * PARITY_JSON is what the exporter's `--parity` wrote. Ends with status 1 where a graph or the windows miss their target.
 */
import { loadPack } from '../../engine/packs/load-pack.js';
import type { GraphName } from '../../engine/packs/manifest.js';
import { difference, graphDifferences, readExpected, speakBothWays } from '../sotto_export/parity.js';

const EXACT_DB = 60;
const WINDOWS_DB = 35;

const [packDir, indexFile, chosen] = process.argv.slice(2);
if (!packDir || !indexFile) throw new Error('usage: parity.ts PACK_FOLDER PARITY_JSON [PRECISION]');
const pack = await loadPack(packDir);
const { manifest } = pack;
if (manifest.family !== 'staged') throw new Error(`${manifest.id} is not a staged pack`);
const precision = chosen ?? manifest.defaultPrecision;
const expected = await readExpected(indexFile);

function report(what: string, snrDb: number, targetDb: number, more = ''): void {
  const holds = snrDb >= targetDb;
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}: ${snrDb.toFixed(1)} dB (at least ${targetDb})${more}`);
  if (!holds) process.exitCode = 1;
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
const reference = expected.get('generatorExact')?.outputs['waveform']?.data as Float32Array;
const spoken = await speakBothWays(pack, manifest, precision, expected, 0);
const asItComes = difference(reference, spoken.exact).snrDb.toFixed(1);
report(
  'tokens to audio, exact',
  difference(reference, spoken.onSameSide).snrDb,
  EXACT_DB,
  `; ${asItComes} dB with ${spoken.movedPhases} phases of the source left on the other side of ±π`,
);
report(
  'windows of 0.4, 0.8, 1.2 s against the whole',
  difference(spoken.exact, spoken.windowed).snrDb,
  WINDOWS_DB,
);
