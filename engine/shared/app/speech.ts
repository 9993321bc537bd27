import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { deviceTroubleCode } from '../player-frames.js';
import { controlsSchema, count, errorShapeSchema, milliseconds, nothing, sourceRange } from '../schemas.js';

/** What a window asks of the one speech that a host plays at a time, and what it is told of it. */

/** Where a speech came from; decides what the windows show and what a new one may replace. */
const origin = z.enum([
  'speak',
  'quick',
  'selection',
  'clipboard',
  'phrase',
  'preview',
  'narration',
  'program',
]);

/** Who speaks and how. What is left out is as the person has chosen in the pickers. */
export const mannerSchema = z.strictObject({
  /** Of a pack's voice or of a person's mix. */
  voiceId: z.string().optional(),
  /** A built-in style's name or the id of a person's own. */
  styleId: z.string().optional(),
  /** On top of the style's own. */
  controls: controlsSchema.optional(),
});

const utterance = z.object({
  /** Rises with every speech and every jump within one: what comes late is told by it. */
  id: count,
  origin,
  /** Short, for the tray and the title bar. */
  title: z.string(),
  text: z.string(),
  /** Offset in `text` of the first character that is spoken: not 0 when the speech began at a word. */
  startOffset: count,
  /** The narrated chapter, where this is one. */
  narration: z.object({ itemId: z.string(), chapterIndex: count }).exactOptional(),
});

const speechState = z.object({
  status: z.enum(['idle', 'preparing', 'speaking', 'paused', 'failed']),
  /** The last one stays when it has ended, so that it can be replayed. */
  utterance: utterance.nullable(),
  sampleRateHz: count,
  /** Known once everything is rendered. */
  totalSamples: count.nullable(),
  /** From the request to the first sample at the player. */
  firstAudioMs: milliseconds.nullable(),
  underrunCount: count,
  isMuted: z.boolean(),
  /** Whether a window is there that can make sound, and whether it may. */
  player: z.enum(['none', 'blocked', 'ready']),
  error: errorShapeSchema.nullable(),
  /** Why the default output device is used in place of the chosen one. */
  deviceTrouble: z.string().exactOptional(),
  deviceTroubleCode: deviceTroubleCode.exactOptional(),
});

const timelineItem = z.discriminatedUnion('kind', [
  /** A new speech: what was drawn of the last one is void. */
  z.object({ kind: z.literal('begin'), utteranceId: count, sampleRateHz: count }),
  z.object({
    kind: z.literal('segment'),
    utteranceId: count,
    /** Into the utterance's `text`. */
    source: sourceRange,
    startSample: count,
    sampleCount: count,
    /** Whether a sentence ends with it. */
    endsSentence: z.boolean(),
    words: z.array(z.object({ source: sourceRange, startSample: count, endSample: count })),
  }),
  /** Highest level, 0 to 1, of consecutive stretches of `samplesPerPeak` samples. */
  z.object({
    kind: z.literal('peaks'),
    utteranceId: count,
    startSample: count,
    samplesPerPeak: count,
    peaks: z.array(z.number()),
  }),
  z.object({ kind: z.literal('end'), utteranceId: count, totalSamples: count }),
  /** Something was done in another way than asked. */
  z.object({ kind: z.literal('notice'), utteranceId: count, code: z.string(), message: z.string() }),
]);

const speechPosition = z.object({
  utteranceId: count,
  /** The sample that is being heard. */
  playedSamples: count,
  isMoving: z.boolean(),
});

export const speechCalls = {
  /** Speaks, in place of whatever is being spoken. */
  speechStart: unary(
    z.strictObject({
      text: z.string().max(5_000_000),
      startOffset: count.default(0),
      origin: origin.default('speak'),
      manner: mannerSchema.prefault({}),
    }),
    z.object({ utteranceId: count }),
  ),
  /** Speaks what is selected in the application in front. @throws `empty-input`, `unavailable-here` */
  speechStartSelection: unary(nothing, z.object({ utteranceId: count })),
  speechStartClipboard: unary(nothing, z.object({ utteranceId: count })),
  speechPause: unary(nothing, nothing),
  speechResume: unary(nothing, nothing),
  /** Silence at once. */
  speechStop: unary(nothing, nothing),
  speechSeek: unary(
    z.discriminatedUnion('to', [
      z.strictObject({ to: z.literal('previous-sentence') }),
      z.strictObject({ to: z.literal('next-sentence') }),
      z.strictObject({ to: z.literal('start') }),
      /** UTF-16 offset into the utterance's text. */
      z.strictObject({ to: z.literal('offset'), offset: count }),
    ]),
    nothing,
  ),
  speechMute: unary(z.strictObject({ isMuted: z.boolean() }), nothing),
  /** The state now, then every change. */
  speechState: event(nothing, speechState),
  /**
   * Everything known of the current utterance so far, then what comes. Of a long one, what was heard more than ten
   * minutes ago is left out.
   */
  speechTimeline: event(nothing, timelineItem),
  /** About twenty times a second while something is heard. */
  speechPosition: event(nothing, speechPosition),

  /** The text area's content, kept over restarts. */
  draftGet: unary(nothing, z.object({ text: z.string() })),
  draftSet: unary(z.strictObject({ text: z.string().max(5_000_000) }), nothing),
  /** The last texts spoken, the newest first: now, then after every change. */
  recentWatch: event(
    nothing,
    z.object({ items: z.array(z.object({ id: z.string(), text: z.string(), spokenAtMs: count })) }),
  ),
  recentRemove: unary(z.strictObject({ id: z.string() }), nothing),
} as const;

export type Manner = z.output<typeof mannerSchema>;
export type SpeechOrigin = z.output<typeof origin>;
export type Utterance = z.output<typeof utterance>;
export type SpeechState = z.output<typeof speechState>;
export type SpeechTimelineItem = z.output<typeof timelineItem>;
export type SpeechPosition = z.output<typeof speechPosition>;
