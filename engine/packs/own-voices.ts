import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../files/atomic-file.js';
import { namesIn } from '../files/presence.js';
import { errnoOf } from '../shared/errno.js';
import { language } from '../shared/schemas.js';
import { chooseVoice, type LoadedPack } from './load-pack.js';
import type { PackManifest, PackVoice } from './manifest.js';

/** Begins every id, so that no pack's own voice is taken for one. */
export const OWN_VOICE_PREFIX = 'own-';

/** A person's voice made of a recording, as its record file has it. The recording itself is not kept. */
const ownVoiceSchema = z.object({
  schema: z.literal(1),
  /** Never used again for another vector: what was rendered with it goes by its name. */
  id: z.string().regex(/^own-[0-9a-z-]+$/, 'an own voice is named own-…'),
  name: z.string().min(1),
  packId: z.string(),
  language,
  /** Of the recording that it was made of. */
  recordingSha256: z.string(),
  /** The style vector: float32, little endian, in base64. */
  vector: z.base64(),
});

export type OwnVoice = z.output<typeof ownVoiceSchema>;

const SUFFIX = '.voice.json';

/** Records are a person's own: nobody else on the machine reads them. */
const FILE_MODE = 0o600;

/**
 * The records in a folder, by name; none where there is no folder. A file that is no record is passed over: one voice less is
 * better than a pack that cannot be used.
 */
export async function readOwnVoices(dir: string): Promise<readonly OwnVoice[]> {
  const names = (await namesIn(dir)).filter((name) => name.endsWith(SUFFIX)).toSorted();
  const voices = await Promise.all(names.map((name) => readRecord(join(dir, name))));
  return voices.filter((voice) => voice !== undefined);
}

/** Writes a record, whole or not at all. @throws SottoError `file-unwritable` */
export async function writeOwnVoice(dir: string, voice: OwnVoice): Promise<void> {
  const text = `${JSON.stringify(voice, undefined, 2)}\n`;
  await replaceFile(join(dir, `${voice.id}${SUFFIX}`), Buffer.from(text), FILE_MODE);
}

/** Removes a record; one that is gone already is no failure. */
export async function removeOwnVoice(dir: string, id: string): Promise<void> {
  await rm(join(dir, `${id}${SUFFIX}`), { force: true });
}

/** The bytes of a style vector as a record keeps them. */
export function encodeVector(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}

/** The style vector that a record keeps, as `encodeVector` wrote it; bytes that are no whole value are left out. */
export function decodeVector(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) =>
    bytes.readFloatLE(index * 4),
  );
}

/** Why a voice cannot be one of a pack's, in words; undefined where it can. */
export function ownVoiceMisfit(manifest: PackManifest, voice: OwnVoice): string | undefined {
  const { width } = manifest.styles;
  const vector = decodeVector(voice.vector);
  if (voice.packId !== manifest.id) return `it was made with the voice pack "${voice.packId}"`;
  if (vector.length !== width)
    return `its vector has ${vector.length} values, those of the pack have ${width}`;
  if (!vector.every(Number.isFinite)) return 'its vector holds a value that is not a number';
  if (manifest.voices.some(({ id }) => id === voice.id)) return `the pack has a voice ${voice.id} of its own`;
  return undefined;
}

/**
 * A pack with a person's voices among its own, behind them: whatever reads the manifest and the table of styles finds them as
 * any other. Those that do not fit the pack are left out; see `ownVoiceMisfit`.
 */
export function withOwnVoices(pack: LoadedPack, voices: readonly OwnVoice[]): LoadedPack {
  const { manifest } = pack;
  const { rows, width } = manifest.styles;
  const fitting = voices.filter((voice) => ownVoiceMisfit(manifest, voice) === undefined);
  if (fitting.length === 0) return pack;
  const allRows = rows + fitting.length;
  const styles = { ...manifest.styles, rows: allRows, bytes: allRows * width * 4 };
  const extended: PackManifest = {
    ...manifest,
    styles,
    voices: [...manifest.voices, ...fitting.map((voice, index) => packVoice(manifest, voice, rows + index))],
  };
  return {
    ...pack,
    manifest: extended,
    async readTable(table) {
      if (table !== styles) return pack.readTable(table);
      const all = new Float32Array(allRows * width);
      all.set(await pack.readTable(manifest.styles));
      for (const [index, { vector }] of fitting.entries())
        all.set(decodeVector(vector), (rows + index) * width);
      return all;
    },
  };
}

/**
 * Speaks in the styles of the pack's default voice, whose controls bend any vector, and at its gains: how loud this one comes out
 * nobody has measured, and voices of one model are alike in that.
 */
function packVoice(manifest: PackManifest, { id, name, language: spoken }: OwnVoice, row: number): PackVoice {
  const { voice } = chooseVoice(manifest);
  const styles = Object.fromEntries(
    Object.entries(voice.styles).map(([style, asDefault]) => [style, { ...asDefault, row, rowCount: 1 }]),
  );
  return { id, name, language: spoken, accent: '', gender: '', age: '', styles };
}

async function readRecord(path: string): Promise<OwnVoice | undefined> {
  try {
    return ownVoiceSchema.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || errnoOf(thrown) !== undefined) return undefined;
    throw thrown;
  }
}
