import { z } from 'zod';
import { errorShapeSchema } from '../../shared/schemas.js';

/** What outlives the program: downloads that are not imported yet, and what installed packs were downloaded as. */

const storedDownload = z.object({
  id: z.string(),
  catalogueId: z.string(),
  precision: z.string(),
  /** By its person; what waits, or was interrupted, goes on by itself. */
  isPaused: z.boolean(),
  /** Why it ended, until it is tried again. */
  error: errorShapeSchema.nullable(),
});

export const storedPacksSchema = z.object({
  downloads: z.array(storedDownload).default([]),
  /** Catalogue ids by the packs that came of them. */
  origins: z.record(z.string(), z.string()).default({}),
});

export type StoredPacks = z.output<typeof storedPacksSchema>;
export type StoredDownload = StoredPacks['downloads'][number];
