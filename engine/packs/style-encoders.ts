import { createHash } from 'node:crypto';
import { graphFiles } from './load-pack.js';
import type { PackManifest } from './manifest.js';
import { graphIdentity } from './pack-files.js';

/** What a pack makes style vectors of recordings with. */
export interface StyleEncoders {
  /** Of both graphs. */
  readonly precision: string;
  /** The graphs, in the order of the halves of a style vector. */
  readonly graphs: readonly ('styleEncoder' | 'prosodyEncoder')[];
}

/** A vector is computed once and kept: the finest precision that there is serves it. */
const FINEST = 'fp32';

/** A pack's encoders; undefined where recordings cannot become voices of it. */
export function styleEncodersOf(manifest: PackManifest): StyleEncoders | undefined {
  const graphs = (['styleEncoder', 'prosodyEncoder'] as const).filter(
    (graph) => Object.keys(graphFiles(manifest, graph)).length > 0,
  );
  if (!graphs.includes('styleEncoder')) return undefined;
  const isFinestThere = graphs.every((graph) => FINEST in graphFiles(manifest, graph));
  return { precision: isFinestThere ? FINEST : manifest.defaultPrecision, graphs };
}

/** A recording's name by its content: SHA-256 over its rate and its samples as little-endian float32, in hexadecimal. */
export function recordingSha256(samples: Float32Array, sampleRateHz: number): string {
  const bytes = new DataView(new ArrayBuffer(4 * samples.length));
  for (let at = 0; at < samples.length; at++) bytes.setFloat32(4 * at, samples[at] ?? 0, true);
  return createHash('sha256').update(`${sampleRateHz} Hz:`).update(bytes).digest('hex');
}

/**
 * The name of the style vector that a pack's encoders make of a recording: equal names, equal vectors, so that what is kept
 * under it need not be computed again, whatever else of the pack has changed.
 * @param recording its `recordingSha256`
 */
export function recordedStyleName(manifest: PackManifest, recording: string): string {
  const { graphs, precision } = styleEncodersOf(manifest) ?? { graphs: [], precision: '' };
  const encoders = graphs.map((graph) => {
    const file = graphFiles(manifest, graph)[precision];
    return file && graphIdentity(file);
  });
  return createHash('sha256')
    .update([recording, ...encoders].join(':'))
    .digest('hex');
}
