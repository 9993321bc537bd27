import type { ImportFinding } from '../../shared/app/packs.js';
import { parseManifest } from '../load-pack.js';
import type { PackFile, PackManifest } from '../manifest.js';
import { allGraphFiles, filesOf, tableFiles } from '../pack-files.js';
import { copyFile } from './copy-file.js';
import { finding, Refusal } from './findings.js';
import { LIMITS } from './limits.js';
import { readOnnx } from './onnx-reader.js';
import { readText, readWhole, type SourceFile } from './source.js';
import { areFinite } from './voice-tables.js';
import { writeManifest } from './write-pack.js';

/** Types of the inputs that graphs of Sotto packs have in common; all others are float32. */
const WHOLE_INPUTS = ['tokens', 'input_ids'];

/**
 * Reads the manifest of a Sotto pack, and looks whether everything that it names is there.
 * @throws Refusal; SottoError `pack-invalid`
 */
export async function readSottoPack(
  manifestFile: SourceFile,
  files: readonly SourceFile[],
  report: ImportFinding[],
): Promise<PackManifest> {
  const manifest = parseManifest(await readText(manifestFile));
  report.push(
    finding('recognised', 'layout', `${manifest.name} ${manifest.version}`, {
      layout: 'sotto',
      version: manifest.version,
    }),
    finding('recognised', 'voices', `${manifest.voices.length} voices (${manifest.languages.join(', ')})`, {
      count: manifest.voices.length,
      languages: manifest.languages.join(', '),
    }),
  );
  for (const entry of filesOf(manifest)) sourceOf(entry, files);
  for (const entry of allGraphFiles(manifest))
    await checkGraph(sourceOf(entry, files), entry.weights?.file, manifest.family === 'single');
  for (const entry of tableFiles(manifest)) await checkTable(sourceOf(entry, files));
  return manifest;
}

/** Copies a Sotto pack, and compares every file with its SHA-256. @throws Refusal */
export async function writeSottoPack(
  manifest: PackManifest,
  manifestFile: SourceFile,
  files: readonly SourceFile[],
  folder: string,
): Promise<void> {
  for (const entry of filesOf(manifest)) {
    const { sha256 } = await copyFile(sourceOf(entry, files), folder, entry.file);
    if (sha256 !== entry.sha256)
      throw new Refusal(
        'file-corrupt',
        `${entry.file} does not match the SHA-256 that pack.json states`,
        { file: entry.file },
        'download the pack again',
      );
  }
  await writeManifest(await readText(manifestFile), folder);
}

function sourceOf({ file, bytes }: PackFile, files: readonly SourceFile[]): SourceFile {
  const found = files.find(({ path }) => path === file);
  if (found === undefined)
    throw new Refusal(
      'file-missing',
      `pack.json names ${file}, which is not there`,
      { file },
      'download the pack again, with all of its files',
    );
  if (found.bytes !== bytes)
    throw new Refusal(
      'file-corrupt',
      `${file} has ${found.bytes} bytes; pack.json states ${bytes}`,
      { file },
      'download the pack again',
    );
  return found;
}

async function checkGraph(
  file: SourceFile,
  weightsFile: string | undefined,
  isSingle: boolean,
): Promise<void> {
  const { inputs } = await readOnnx(file, weightsFile);
  for (const { name, type } of inputs) {
    const isSpeed = isSingle && name === 'speed' && type === 'int32';
    const expected = WHOLE_INPUTS.includes(name) ? 'int64' : 'float32';
    if (type !== expected && !isSpeed)
      throw new Refusal(
        'model-dtype',
        `the input ${name} of ${file.path} is of the type ${type}; ${expected} is expected`,
        { file: file.path, name, found: type, expected },
        'export the pack again',
      );
  }
}

async function checkTable(file: SourceFile): Promise<void> {
  if (areFinite(await readWhole(file, LIMITS.voicesBytes))) return;
  throw new Refusal(
    'voices-not-finite',
    `${file.path} holds values that are no numbers`,
    { file: file.path, voice: '' },
    'export the pack again',
  );
}
