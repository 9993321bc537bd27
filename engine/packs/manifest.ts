import { z } from 'zod';

/** The shape of `pack.json`: a folder with one model, its voices and everything needed to run and verify it. */

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 lower-case hexadecimal digits');

/** A plain file name: a manifest can name nothing outside its own folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a plain file name inside the pack folder');

const packFile = z.object({ file: fileName, bytes: count, sha256 });

/**
 * A graph, and the file that holds its weights where they are not inside. Such weights are mapped into memory when the graph
 * is loaded, not read, and several graphs may share them.
 */
const graphFile = packFile.extend({ weights: packFile.exactOptional() });

/** The same graph in several precisions: "fp32", "fp16", "int8". */
const graph = z
  .record(z.string(), graphFile)
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
  /** Row of `styles.file`; the first one where there is a table of them. */
  row: count,
  /** Rows of the voice's table, one an utterance length as `styles.rowBy` counts it; the last one stands for all longer ones. */
  rowCount: z.int().positive().default(1),
  /** Brings this voice in this style to −16 LUFS. */
  gainDb: z.number().min(-40).max(40),
  controls: styleControls.prefault({}),
});

const voice = z.object({
  /** Without a slash, which parts it from its pack's id where several packs are installed. */
  id: z.string().regex(/^[^/]+$/, 'a voice id holds no slash'),
  name: z.string().min(1),
  language: z.enum(['en', 'zh']),
  accent: z.string().default(''),
  gender: z.string().default(''),
  age: z.string().default(''),
  styles: z.record(z.string(), voiceStyle),
});

const spelling = z.record(z.string(), z.string()).default({});

const alphabet = z.object({
  id: z.string(),
  pad: count,
  /** Tokens before and after every utterance; one `pad` each where they are left out. */
  before: z.array(count).exactOptional(),
  after: z.array(count).exactOptional(),
  /** Where spaces stand: between words alone, or between punctuation marks and words too. */
  spacing: z.enum(['words', 'all']).default('words'),
  /**
   * Phonemes of the text front end (Kokoro symbols) that this alphabet writes in another way. A key may name up to four
   * in a row, parted by spaces; the longest one that fits counts.
   */
  spelling: z.object({ en: spelling, zh: spelling }).prefault({}),
  symbols: z.object({
    any: symbolTable.default({}),
    en: symbolTable.default({}),
    zh: symbolTable.default({}),
  }),
});

/** A table of float32, little endian, `rows` × `width`. */
const floatTable = packFile.extend({ rows: z.int().positive(), width: z.int().positive() });

/** What every family has. */
const common = {
  schema: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/, 'a pack id holds small letters, digits, dots and dashes'),
  version: z.string().min(1),
  name: z.string().min(1),
  licence: z.string().min(1),
  source: z.string(),
  sampleRateHz: z.int().positive(),
  /** Samples of one frame. */
  hopSamples: z.int().positive(),
  languages: z.array(z.enum(['en', 'zh'])),
  alphabet,
  defaultPrecision: z.string(),
  styles: floatTable.extend({
    /** What finds a row in a voice's table: how many tokens, or characters of text, an utterance has. */
    rowBy: z.enum(['tokens', 'characters']).default('tokens'),
  }),
  voices: z.array(voice).min(1),
  defaults: z.object({ voice: z.string(), style: z.string() }),
  limits: z.object({ maxTokens: z.int().min(4) }),
  /** Bytes by name, as `engine/plan/profile.ts` reads them; measured by `models/tools/measure-memory.ts`. */
  memory: z.record(z.string(), z.number()).optional(),
} as const;

/** Graphs that make a style vector of a recording: its acoustic half and its prosody half. */
const encoderGraphs = {
  styleEncoder: graph.exactOptional(),
  prosodyEncoder: graph.exactOptional(),
} as const;

const splitPack = z.object({
  ...common,
  family: z.literal('split'),
  graphs: z.object({ acoustic: graph, decoder: graph, ...encoderGraphs }),
  features: z.object({
    channels: z.int().positive(),
    /** Frames a window needs on either side to equal the full decode. */
    contextFrames: count,
    /** Whether a window with that context equals the full decode, or only resembles it. */
    exact: z.boolean(),
  }),
});

/** How a style vector is drawn by diffusion (ADPM2 on a Karras schedule), and the defaults of its settings. */
const diffusion = z.object({
  steps: z.int().min(2).max(50).default(5),
  /** Share of the drawn vector, against the voice's own, in the acoustic and the prosody half. */
  alpha: z.number().min(0).max(1).default(0.3),
  beta: z.number().min(0).max(1).default(0.7),
  embeddingScale: z.number().min(0).max(10).default(1),
  /** Share of the utterance before in the vector of the next one. */
  carryOver: z.number().min(0).max(1).default(0.7),
  sigmaMin: z.number().positive().default(0.0001),
  sigmaMax: z.number().positive().default(3),
  rho: z.number().positive().default(9),
});

/**
 * StyleTTS2 and Kokoro, whose decoders normalise over time: `acoustic` and `trunk` run over a whole segment, `generator`
 * over windows, with the statistics of its normalisations as inputs. `generatorExact` takes them from what it is given,
 * and gives them back.
 */
const stagedPack = z.object({
  ...common,
  family: z.literal('staged'),
  graphs: z.object({
    acoustic: graph,
    trunk: graph,
    generator: graph,
    generatorExact: graph,
    ...encoderGraphs,
    textFeatures: graph.exactOptional(),
    denoiser: graph.exactOptional(),
  }),
  staged: z.object({
    /** Frames of the generator for one unit of `durations`. */
    framesPerDuration: z.int().positive(),
    /** Columns of `har` for one frame, and the columns that it has beyond the last one. */
    harPerFrame: z.int().positive(),
    harExtra: count,
    contextFrames: count,
    /** Cross-fade between windows. */
    fadeFrames: count,
    /** The generator's inputs of statistics, in the order of a row of `table`. */
    inputs: z.array(z.object({ name: z.string(), shape: z.array(z.int().positive()).min(1) })).min(1),
    /** One calibrated row a voice, in the order of `voices`; the last row is the mean, for vectors that are not calibrated. */
    table: floatTable,
  }),
  diffusion: diffusion.exactOptional(),
});

/** One graph from tokens to audio, as the community exports of Kokoro and KittenTTS have it. */
const singlePack = z.object({
  ...common,
  family: z.literal('single'),
  graphs: z.object({ model: graph }),
});

export const packManifestSchema = z
  .discriminatedUnion('family', [splitPack, stagedPack, singlePack])
  .superRefine((pack, context) => {
    const problem = (message: string): void => context.addIssue({ code: 'custom', message });
    for (const one of pack.voices)
      for (const [name, style] of Object.entries(one.styles))
        if (style.row + style.rowCount > pack.styles.rows)
          problem(
            `style ${name} of ${one.id} names row ${style.row + style.rowCount - 1}, there are ${pack.styles.rows}`,
          );
    const standard = pack.voices.find((one) => one.id === pack.defaults.voice);
    if (!standard) problem(`the default voice ${pack.defaults.voice} is not in the pack`);
    else if (!(pack.defaults.style in standard.styles))
      problem(`${standard.id} has no style ${pack.defaults.style}`);
    if (new Set(pack.voices.map((one) => one.id)).size !== pack.voices.length)
      problem('two voices have the same id');
    for (const [name, files] of Object.entries<PackGraph>(pack.graphs))
      if (!(pack.defaultPrecision in files))
        problem(`the ${name} graph has no ${pack.defaultPrecision} file`);
    const tables: Record<string, FloatTable> = { styles: pack.styles };
    if (pack.family === 'staged') tables.statistics = pack.staged.table;
    for (const [name, { bytes, rows, width }] of Object.entries(tables))
      if (bytes !== rows * width * 4) problem(`${name}: bytes differ from rows × width × 4`);
  });

type PackGraph = z.output<typeof graph>;
export type FloatTable = z.output<typeof floatTable>;
export type PackManifest = z.output<typeof packManifestSchema>;
export type PackFile = z.output<typeof packFile>;
export type GraphFile = z.output<typeof graphFile>;
export type PackVoice = z.output<typeof voice>;
export type VoiceStyle = z.output<typeof voiceStyle>;
export type StyleControls = z.output<typeof styleControls>;
export type PackFamily = PackManifest['family'];
export type PackOf<F extends PackFamily> = Extract<PackManifest, { family: F }>;
/** The graphs that any family may have. */
export type GraphName =
  | 'acoustic'
  | 'decoder'
  | 'trunk'
  | 'generator'
  | 'generatorExact'
  | 'model'
  | 'styleEncoder'
  | 'prosodyEncoder'
  | 'textFeatures'
  | 'denoiser';
