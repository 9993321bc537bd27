import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { recordingFindingSchema } from '../contract.js';
import { count, errorShapeSchema, language, nothing } from '../schemas.js';

/** Model packs: what is installed, what can be had, what is being downloaded or imported; and voices made of recordings. */

const packId = z.string();
const licence = z.object({
  name: z.string(),
  /** Where it can be read; empty where nobody published an address. */
  url: z.string(),
});

/** What an import found, by codes that the interface has words for; `text` says it in English. */
const importFinding = z.object({
  level: z.enum(['recognised', 'left-out', 'missing', 'refused']),
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  text: z.string(),
});

const installedPack = z.object({
  id: packId,
  name: z.string(),
  version: z.string(),
  licence,
  source: z.string(),
  family: z.enum(['split', 'staged', 'single']),
  languages: z.array(language),
  voiceCount: count,
  precisions: z.array(z.object({ name: z.string(), bytes: count })),
  /** The one that the memory plan, or the person, has chosen. */
  precision: z.string(),
  diskBytes: count,
  /** It came with the program and stays. */
  isBuiltIn: z.boolean(),
  isLoaded: z.boolean(),
  takesRecordings: z.boolean(),
  /** Whether it can draw styles by diffusion. */
  hasDiffusion: z.boolean(),
  /** Whether its sound comes in parts of a sentence, or a sentence at a time. */
  streamsWithinSentence: z.boolean(),
  /** Why it cannot be used; null while all is well. */
  problem: errorShapeSchema.nullable(),
});

const catalogueEntry = z.object({
  id: z.string(),
  name: z.object({ en: z.string(), 'zh-CN': z.string() }),
  about: z.object({ en: z.string(), 'zh-CN': z.string() }),
  languages: z.array(language),
  voiceCount: count,
  licence,
  pageUrl: z.string(),
  variants: z.array(
    z.object({
      precision: z.string(),
      /** Null where the publisher does not say. */
      downloadBytes: count.nullable(),
      /** Whether every file's SHA-256 is published. */
      isVerifiable: z.boolean(),
    }),
  ),
  /** The pack that came of it, where it is installed. */
  installedPackId: packId.nullable(),
});

const packTask = z.object({
  id: z.string(),
  kind: z.enum(['download', 'import']),
  name: z.string(),
  /** What is downloaded: the catalogue has its name in every language. */
  catalogue: z.object({ id: z.string(), precision: z.string() }).exactOptional(),
  state: z.enum(['queued', 'running', 'waiting', 'paused', 'verifying', 'failed', 'done']),
  doneBytes: count,
  totalBytes: count.nullable(),
  bytesPerSecond: count.nullable(),
  remainingMs: count.nullable(),
  /** Until the next try of a download that waits. */
  retryInMs: count.nullable(),
  error: errorShapeSchema.nullable(),
  /** Whether what it reads is still there; a copy that a window sent is gone once it was refused. */
  hasSource: z.boolean(),
  findings: z.array(importFinding),
});

const recordedVoice = z.object({
  /** As it is named everywhere else: `packId/own-…`. */
  id: z.string(),
  name: z.string(),
  packId,
  language,
});

const packsState = z.object({
  installed: z.array(installedPack),
  catalogue: z.array(catalogueEntry),
  tasks: z.array(packTask),
  recorded: z.array(recordedVoice),
  freeDiskBytes: count.nullable(),
});

export const packsCalls = {
  /** The state now, then after every change. */
  packsWatch: event(nothing, packsState),
  /** Looks what is installed, since the command line may have brought or removed some; changes are told to who watches. */
  packsLook: unary(nothing, nothing),
  /** @throws `unknown-pack`, `bad-input`, `disk-full` */
  packDownload: unary(
    z.strictObject({ catalogueId: z.string(), precision: z.string() }),
    z.object({ taskId: z.string() }),
  ),
  packTaskPause: unary(z.strictObject({ taskId: z.string() }), nothing),
  packTaskResume: unary(z.strictObject({ taskId: z.string() }), nothing),
  /** Ends a task and removes what it left, or clears one that has ended. */
  packTaskRemove: unary(z.strictObject({ taskId: z.string() }), nothing),
  /** Imports a zip that the window sent (`fileId`), or a folder or zip on this machine (`path`). */
  packImport: unary(
    z.strictObject({
      fileId: z.string().optional(),
      path: z.string().max(4096).optional(),
      /** Takes the place of an installed pack of the same id. */
      replaces: z.boolean().default(false),
    }),
    z.object({ taskId: z.string() }),
  ),
  /** @throws `unknown-pack`, `refused` for the one that came with the program */
  packRemove: unary(z.strictObject({ packId }), nothing),
  /** Null leaves the choice to the memory plan. @throws `unknown-pack`, `bad-input` */
  packSetPrecision: unary(z.strictObject({ packId, precision: z.string().nullable() }), nothing),
  /**
   * Makes a voice of a recording: mono samples as float32, little endian, in base64, a minute at most.
   * @throws `recording-refused` with what was found (`details.finding` is its code), `unavailable-here` where no pack takes recordings, `name-taken`,
   *   `refused` without consent
   */
  recordingMakeVoice: unary(
    z.strictObject({
      name: z.string().trim().min(1).max(60),
      packId,
      language,
      sampleRateHz: z.int().min(8000).max(192_000),
      samples: z.base64().max(36 * 1024 * 1024),
      /** The person has said that they may use this voice. */
      hasConsent: z.boolean(),
    }),
    z.object({ voiceId: z.string(), findings: z.array(recordingFindingSchema) }),
  ),
  recordingRemoveVoice: unary(z.strictObject({ voiceId: z.string() }), nothing),
} as const;

export type PacksState = z.output<typeof packsState>;
export type InstalledPackEntry = z.output<typeof installedPack>;
export type CatalogueEntry = z.output<typeof catalogueEntry>;
export type PackTask = z.output<typeof packTask>;
export type ImportFinding = z.output<typeof importFinding>;
export type RecordedVoice = z.output<typeof recordedVoice>;
export type { RecordingFinding } from '../contract.js';
