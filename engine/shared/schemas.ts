import { z } from 'zod';
import { ERROR_CODES } from './errors.js';

/** Shapes that more than one contract is made of. */

export const nothing = z.strictObject({});
export const count = z.int().nonnegative();
export const milliseconds = z.number().nonnegative();

/** Samples of one chunk. Only the type is checked: looking at every sample would cost more than sending it. */
export const pcm = z.custom<Float32Array>(
  (value) => value instanceof Float32Array,
  'expected a Float32Array',
);

/** UTF-16 offsets into the request's text, end exclusive. */
export const sourceRange = z.object({ start: count, end: count });

export const language = z.enum(['en', 'zh']);

export const span = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('spoken'), source: sourceRange, text: z.string() }),
  z.object({ kind: z.literal('skipped'), source: sourceRange, reason: z.string() }),
]);

export const segmentBreak = z.enum(['paragraph', 'sentence', 'clause', 'phrase', 'forced']);

/** How a voice is bent away from its own way of speaking; what is left out stays as the voice's style has it. */
export const controlsSchema = z.strictObject({
  /** Factor on every duration: 2 is half as fast. */
  lengthScale: z.number().min(0.25).max(4).optional(),
  pitchSemitones: z.number().min(-12).max(12).optional(),
  /** Factor on the spread of pitch round the voice's mean. */
  f0Range: z.number().min(0).max(3).optional(),
  energyDb: z.number().min(-24).max(12).optional(),
  /** 0: every sentence the same each time; 1: seeded variation of prosody. */
  noiseScale: z.number().min(0).max(1).optional(),
  /** Length of the pause at a punctuation mark, by its symbol. */
  pauseMs: z.record(z.string(), z.number().min(0).max(5000)).optional(),
});

/** An error as it crosses the boundary. */
export const errorShapeSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  kept: z.string().exactOptional(),
  next: z.string().exactOptional(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).exactOptional(),
});

export type Controls = z.output<typeof controlsSchema>;
