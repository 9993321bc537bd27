import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { count, nothing } from '../schemas.js';

/** The library of phrases that are rendered before they are needed. */

/** What a `{name}` in a phrase's text may become. */
const slot = z.discriminatedUnion('kind', [
  /** Anything, typed when the phrase is spoken; it cannot be rendered before. */
  z.strictObject({ kind: z.literal('text'), name: z.string().min(1) }),
  z.strictObject({
    kind: z.literal('list'),
    name: z.string().min(1),
    values: z.array(z.string().min(1)).min(1).max(200),
  }),
  z.strictObject({
    kind: z.literal('range'),
    name: z.string().min(1),
    from: z.int(),
    to: z.int(),
    step: z.int().positive(),
  }),
]);

/** What a person decides about a phrase. */
export const phraseDraftSchema = z.strictObject({
  groupId: z.string(),
  text: z.string().trim().min(1).max(2000),
  /** On the tile; the text where it is empty. */
  label: z.string().max(60).default(''),
  emoji: z.string().max(16).default(''),
  /** A name of the interface's palette. */
  colour: z.string().max(20).default(''),
  /** An accelerator such as `Control+Alt+1`; empty for none. */
  hotkey: z.string().max(60).default(''),
  /** Null: whoever is chosen in the picker. */
  voiceId: z.string().nullable().default(null),
  styleId: z.string().nullable().default(null),
  slots: z.array(slot).max(4).default([]),
  /** Which rendering is spoken: 0 is the plain one, others vary its prosody. */
  take: z.int().min(0).max(99).default(0),
});

const phraseState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  /** Something that decides its sound has changed; the old rendering is not used any more. */
  z.object({ kind: z.literal('stale') }),
  z.object({ kind: z.literal('rendering') }),
  z.object({ kind: z.literal('failed'), reason: z.string() }),
]);

const phrase = phraseDraftSchema.extend({
  id: z.string(),
  state: phraseState,
  /** Renderings that are ready, of those that can be made before: one a combination of slot values. */
  readyCount: count,
  wantedCount: count,
  durationMs: count.nullable(),
});

const group = z.object({ id: z.string(), name: z.string() });

const phrasesState = z.object({
  groups: z.array(group),
  /** In the person's order, group by group. */
  phrases: z.array(phrase),
  /** Of the rendering in the background; null while there is nothing to do. */
  progress: z.object({ done: count, total: count, isWaiting: z.boolean() }).nullable(),
  bytes: count,
});

const format = z.enum(['json', 'csv']);

export const phrasesCalls = {
  phrasesWatch: event(nothing, phrasesState),
  /** Adds a phrase, or replaces what a person decided about one. @throws `unknown-item`, `hotkey-conflict` */
  phraseSave: unary(
    z.strictObject({ id: z.string().optional(), phrase: phraseDraftSchema }),
    z.object({ id: z.string() }),
  ),
  phraseRemove: unary(z.strictObject({ id: z.string() }), nothing),
  /** Puts a phrase before the one that stands at `index` of a group without it. */
  phraseMove: unary(z.strictObject({ id: z.string(), groupId: z.string(), index: count }), nothing),
  groupSave: unary(
    z.strictObject({ id: z.string().optional(), name: z.string().trim().min(1).max(60) }),
    z.object({ id: z.string() }),
  ),
  groupMove: unary(z.strictObject({ id: z.string(), index: count }), nothing),
  /** Removes a group with its phrases. */
  groupRemove: unary(z.strictObject({ id: z.string() }), nothing),
  /** Speaks a phrase; from its rendering where that is ready. @throws `bad-input` when a slot is not filled */
  phraseSpeak: unary(
    z.strictObject({ id: z.string(), slots: z.record(z.string(), z.string()).default({}) }),
    z.object({ utteranceId: count, isReady: z.boolean() }),
  ),
  /** Renders a phrase again after a failure. */
  phraseRetry: unary(z.strictObject({ id: z.string() }), nothing),
  phrasesExport: unary(
    z.strictObject({ format }),
    z.object({ downloadId: z.string(), fileName: z.string() }),
  ),
  /** Adds what the text holds; nothing is replaced. @throws `bad-input` with the line that is wrong */
  phrasesImport: unary(
    z.strictObject({ format, text: z.string().max(5_000_000) }),
    z.object({ added: count, skipped: z.array(z.object({ line: count, reason: z.string() })) }),
  ),
} as const;

export type PhraseSlot = z.output<typeof slot>;
export type PhraseDraft = z.output<typeof phraseDraftSchema>;
export type PhraseDraftInput = z.input<typeof phraseDraftSchema>;
export type PhraseEntry = z.output<typeof phrase>;
export type PhrasesState = z.output<typeof phrasesState>;
export type PhraseGroup = z.output<typeof group>;
