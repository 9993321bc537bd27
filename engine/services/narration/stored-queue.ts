import { z } from 'zod';
import { diffusionSettingsSchema, mixPart, planSchema } from '../../shared/contract.js';
import type { ResolvedManner } from '../voices/voices-service.js';
import { controlsSchema, count, errorShapeSchema, milliseconds } from '../../shared/schemas.js';

/** The queue as it lies on the disk. What was rendered is told by the recordings themselves. */

/** Who speaks and how, fixed when a file is added: a later change of the pickers must not be heard in mid-book. */
const mannerSchema = z.object({
  voice: z.string().exactOptional(),
  mix: z.array(mixPart).exactOptional(),
  style: z.string().exactOptional(),
  controls: controlsSchema.exactOptional(),
  diffusion: diffusionSettingsSchema.nullable().exactOptional(),
  plan: planSchema,
});

const storedChapter = z.object({
  title: z.string(),
  characterCount: count,
  /** How long it is expected to be at the usual pace. */
  estimateMs: milliseconds,
  /** Once it is rendered to its end, so that its recording need not be read to know. */
  done: z.object({ sampleCount: count, skipped: z.record(z.string(), count) }).nullable(),
});

const storedItem = z.object({
  id: z.string(),
  fileName: z.string(),
  title: z.string(),
  voiceId: z.string(),
  styleId: z.string(),
  /** Null until the file was read. */
  manner: mannerSchema.nullable(),
  isPaused: z.boolean(),
  error: errorShapeSchema.nullable(),
  chapters: z.array(storedChapter),
  /** What of the file is in no chapter. */
  skipped: z.record(z.string(), count),
  /** Of the recordings; 0 before there is one. */
  sampleRateHz: count,
  documentBytes: count,
  listened: z.object({ chapterIndex: count, offsetMs: milliseconds }).nullable(),
});

export const storedQueueSchema = z.object({ items: z.array(storedItem) });

export type StoredManner = z.output<typeof mannerSchema>;
export type StoredItem = z.output<typeof storedItem>;
export type StoredQueue = z.output<typeof storedQueueSchema>;

/** A manner as it is kept. The first segment is as long as any other, so that the result does not depend on this machine's speed. */
export function fixedManner({ plan: given, ...manner }: ResolvedManner): StoredManner {
  const plan = planSchema.parse(given ?? {});
  return {
    ...(manner.voice !== undefined && { voice: manner.voice }),
    ...(manner.mix !== undefined && { mix: manner.mix }),
    ...(manner.style !== undefined && { style: manner.style }),
    ...(manner.controls !== undefined && { controls: manner.controls }),
    ...(manner.diffusion !== undefined && { diffusion: manner.diffusion }),
    plan: { ...plan, firstSegmentDurationMs: plan.maxSegmentDurationMs },
  };
}
