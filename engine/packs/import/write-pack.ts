import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseManifest } from '../load-pack.js';
import type { GraphFile, PackManifest } from '../manifest.js';
import { copyFile, writeChunks } from './copy-file.js';
import type { PackPlan } from './pack-plan.js';
import { baseName, type SourceFile } from './source.js';
import { writeWeightsApart } from './weights-apart.js';

/** Frames of Kokoro and KittenTTS: a unit of their durations is two of them. */
const HOP_SAMPLES = 300;
const STYLE_NAME = 'neutral';
const FLOAT_BYTES = 4;
/** The precision that is used where the memory plan names none, the best one first. */
const PRECISIONS = ['fp32', 'fp16', 'int8', 'int4'];
/** Licences and descriptions, which travel with a model. */
const PAPERS = /^(LICEN[CS]E|NOTICE|README|MODEL_CARD)[A-Za-z0-9._-]*$/i;
const PAPER_BYTES = 1024 * 1024;

/** Writes a pack of the single family. Of its graphs nothing is changed but where their weights are. @returns its manifest */
export async function writePack(plan: PackPlan, folder: string): Promise<PackManifest> {
  const graphs: Record<string, GraphFile> = {};
  for (const { precision, file } of plan.models)
    graphs[precision] = await writeWeightsApart(file, folder, `model.${precision}`);
  const tables = plan.voices.map(({ table }) => table);
  const styles = await writeChunks(
    tables.map(({ bytes }) => bytes),
    folder,
    'styles.bin',
  );
  const width = plan.models[0]?.styleWidth ?? 0;
  let row = 0;
  const voices = plan.voices.map(({ table, lengthScale, ...voice }) => {
    const style = { row, rowCount: table.rows, gainDb: 0, controls: { lengthScale } };
    row += table.rows;
    return { ...voice, styles: { [STYLE_NAME]: style } };
  });
  const { vocabulary, before, after, spacing, spelling, id: alphabetId } = plan.alphabet;
  const manifest = {
    schema: 1,
    id: plan.id,
    version: plan.version,
    name: plan.name,
    licence: plan.licence,
    source: plan.source,
    family: 'single',
    sampleRateHz: plan.sampleRateHz,
    hopSamples: HOP_SAMPLES,
    languages: ['en', 'zh'].filter((language) => voices.some((voice) => voice.language === language)),
    alphabet: { id: alphabetId, pad: 0, before, after, spacing, spelling, symbols: { any: vocabulary } },
    graphs: { model: graphs },
    defaultPrecision: PRECISIONS.find((precision) => precision in graphs),
    styles: { ...styles, rows: styles.bytes / FLOAT_BYTES / width, width, rowBy: plan.rowBy },
    voices,
    defaults: { voice: plan.defaultVoice, style: STYLE_NAME },
    limits: { maxTokens: plan.maxTokens },
  };
  return writeManifest(JSON.stringify(manifest, undefined, 2), folder);
}

/** Writes a manifest, and reads it as an engine will. @throws SottoError `pack-invalid` */
export async function writeManifest(text: string, folder: string): Promise<PackManifest> {
  const manifest = parseManifest(text);
  await writeFile(join(folder, 'pack.json'), text, { flush: true });
  return manifest;
}

/** Copies licences and descriptions that lie at the top of a source. */
export async function copyPapers(files: readonly SourceFile[], folder: string): Promise<void> {
  for (const file of files)
    if (PAPERS.test(file.path) && file.bytes <= PAPER_BYTES)
      await copyFile(file, folder, baseName(file.path));
}
