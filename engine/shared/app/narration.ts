import { z } from 'zod';
import { event, stream, unary } from '../contract-kinds.js';
import { count, errorShapeSchema, milliseconds, nothing } from '../schemas.js';

/** Files that are read aloud: a queue that renders in the background and can be listened to meanwhile. */

const narrationFormat = z.enum(['wav', 'flac', 'mp3']);

const chapter = z.object({
  title: z.string(),
  characterCount: count,
  state: z.enum(['waiting', 'rendering', 'ready']),
  /** Part of its text that is rendered. */
  progress: z.number().min(0).max(1),
  renderedMs: milliseconds,
});

const item = z.object({
  id: z.string(),
  fileName: z.string(),
  title: z.string(),
  state: z.enum(['reading', 'waiting', 'rendering', 'paused', 'ready', 'failed']),
  error: errorShapeSchema.nullable(),
  chapters: z.array(chapter),
  progress: z.number().min(0).max(1),
  /** Of rendering, from this machine's measured speed; null before there is one. */
  remainingMs: milliseconds.nullable(),
  /** How long it will be to listen to. */
  durationEstimateMs: milliseconds.nullable(),
  /** Where the listener stopped. */
  listened: z.object({ chapterIndex: count, offsetMs: milliseconds }).nullable(),
  /** Characters that are not spoken, by reason. */
  skipped: z.record(z.string(), count),
  voiceId: z.string(),
  styleId: z.string(),
  bytes: count,
});

const narrationState = z.object({ items: z.array(item) });

const itemId = z.strictObject({ id: z.string() });

export const narrationCalls = {
  narrationWatch: event(nothing, narrationState),
  /** Queues files that the host was given (`HostBridge.sendFiles`). A file that cannot be read becomes a failed item. */
  narrationAdd: unary(
    z.strictObject({ fileIds: z.array(z.string()).min(1).max(500) }),
    z.object({ itemIds: z.array(z.string()) }),
  ),
  /** Also deletes what was rendered; the person's file is untouched. */
  narrationRemove: unary(itemId, nothing),
  narrationPause: unary(itemId, nothing),
  narrationResume: unary(itemId, nothing),
  narrationMove: unary(z.strictObject({ id: z.string(), index: count }), nothing),
  /** Plays from the rendering, which may still be growing. Without a chapter: from where the listener stopped. */
  narrationPlay: unary(
    z.strictObject({
      id: z.string(),
      chapterIndex: count.optional(),
      offsetMs: milliseconds.optional(),
    }),
    z.object({ utteranceId: count }),
  ),
  /** The text of a chapter, to follow along. */
  narrationText: unary(
    z.strictObject({ id: z.string(), chapterIndex: count }),
    z.object({ text: z.string() }),
  ),
  /** Encodes a rendered file as one audio file. Items are progress; the result can be saved. */
  narrationExport: stream(
    z.strictObject({ id: z.string(), format: narrationFormat }),
    z.object({ progress: z.number().min(0).max(1) }),
    z.object({ downloadId: z.string(), fileName: z.string(), bytes: count }),
  ),
} as const;

export type NarrationItem = z.output<typeof item>;
export type NarrationChapter = z.output<typeof chapter>;
export type NarrationState = z.output<typeof narrationState>;
export type NarrationFormat = z.output<typeof narrationFormat>;
