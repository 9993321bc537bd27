import { z } from 'zod';

/** The shape of `pack.json`: a folder with one model, its voices and everything needed to run and verify it. */

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hexadecimal digits');

/** A plain file name: a manifest can name nothing outside its own folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a plain file name inside the pack folder');

const packFile = z.object({ file: fileName, bytes: count, sha256 });

/** The same graph in several precisions: "fp32", "fp16", "int8". */
const graph = z
  .record(z.string(), packFile)
  .refine((files) => Object.keys(files).length > 0, 'no precision given');

const symbolTable = z.record(z.string(), count);

const styleControls = z.object({
  lengthScale: z.number().positive().default(1),
  pitchSemitones: z.number().default(0),
  f0Range: z.number().nonnegative().default(1),
  energyDb: z.number().default(0),
  noiseScale: z.number().min(0).max(1).default(0),
});

const voiceStyle = z.object({
  /** Row of `styles.file`. */
  row: count,
  /** Brings this voice in this style to −16 LUFS. */
  gainDb: z.number().min(-40).max(40),
  controls: styleControls.prefault({}),
});

const voice = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  language: z.enum(['en', 'zh']),
  accent: z.string().default(''),
  gender: z.string().default(''),
  age: z.string().default(''),
  styles: z.record(z.string(), voiceStyle),
});

export const packManifestSchema = z
  .object({
    schema: z.literal(1),
    id: z.string().min(1),
    version: z.string().min(1),
    name: z.string().min(1),
    licence: z.string().min(1),
    source: z.string(),
    family: z.literal('split'),
    sampleRateHz: z.int().positive(),
    /** Samples of one frame. */
    hopSamples: z.int().positive(),
    languages: z.array(z.enum(['en', 'zh'])),
    alphabet: z.object({
      id: z.string(),
      pad: count,
      symbols: z.object({
        any: symbolTable.default({}),
        en: symbolTable.default({}),
        zh: symbolTable.default({}),
      }),
    }),
    graphs: z.object({ acoustic: graph, decoder: graph }),
    defaultPrecision: z.string(),
    features: z.object({
      channels: z.int().positive(),
      /** Frames a window needs on either side to equal the full decode. */
      contextFrames: count,
      /** Whether a window with that context equals the full decode, or only resembles it. */
      exact: z.boolean(),
    }),
    /** Float32, little endian, `rows` × `width`. */
    styles: packFile.extend({ rows: z.int().positive(), width: z.int().positive() }),
    voices: z.array(voice).min(1),
    defaults: z.object({ voice: z.string(), style: z.string() }),
    limits: z.object({ maxTokens: z.int().min(4) }),
    /** Bytes by name, as `engine/plan/profile.ts` reads them; measured by `models/tools/measure-memory.ts`. */
    memory: z.record(z.string(), z.number()).optional(),
  })
  .superRefine((pack, context) => {
    const problem = (message: string): void => context.addIssue({ code: 'custom', message });
    for (const one of pack.voices)
      for (const [name, style] of Object.entries(one.styles))
        if (style.row >= pack.styles.rows)
          problem(`style ${name} of ${one.id} names row ${style.row}, there are ${pack.styles.rows}`);
    const standard = pack.voices.find((one) => one.id === pack.defaults.voice);
    if (!standard) problem(`the default voice ${pack.defaults.voice} is not in the pack`);
    else if (!(pack.defaults.style in standard.styles))
      problem(`${standard.id} has no style ${pack.defaults.style}`);
    if (new Set(pack.voices.map((one) => one.id)).size !== pack.voices.length)
      problem('two voices have the same id');
    for (const [name, files] of Object.entries(pack.graphs))
      if (!(pack.defaultPrecision in files))
        problem(`the ${name} graph has no ${pack.defaultPrecision} file`);
    if (pack.styles.bytes !== pack.styles.rows * pack.styles.width * 4)
      problem('styles: bytes differ from rows × width × 4');
  });

export type PackManifest = z.output<typeof packManifestSchema>;
export type PackFile = z.output<typeof packFile>;
export type PackVoice = z.output<typeof voice>;
export type VoiceStyle = z.output<typeof voiceStyle>;
export type StyleControls = z.output<typeof styleControls>;
