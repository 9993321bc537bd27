import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { ERROR_CODES } from '../errors.js';
import { count, milliseconds, nothing } from '../schemas.js';

/** The library of phrases that are rendered before they are needed. */

/** Combinations of slot values that are rendered before they are needed; what is beyond is spoken live. */
export const MAX_COMBINATIONS = 400;
export const MAX_PHRASES = 2000;
export const MAX_GROUPS = 100;

const slotName = z.string().trim().min(1).max(40);

/** What a `{name}` in a phrase's text may become; `phrase-slots.ts` reads and fills such a text. */
const slot = z.discriminatedUnion('kind', [
  /** Anything, typed when the phrase is spoken; it cannot be rendered before. */
  z.strictObject({ kind: z.literal('text'), name: slotName }),
  z.strictObject({
    kind: z.literal('list'),
    name: slotName,
    values: z.array(z.string().trim().min(1).max(200)).min(1).max(200),
  }),
  z.strictObject({
    kind: z.literal('range'),
    name: slotName,
    /** A range may fall: from 60 to 5. */
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
  /** A slot of it takes any text, so that nothing can be rendered before: it is spoken as it is made. */
  z.object({ kind: z.literal('live') }),
  /** Not rendered yet, or something that decides its sound has changed: the old rendering is not used any more. */
  z.object({ kind: z.literal('stale') }),
  z.object({ kind: z.literal('rendering') }),
  z.object({ kind: z.literal('failed'), reason: z.string(), code: z.enum(ERROR_CODES) }),
]);

const phrase = phraseDraftSchema.extend({
  id: z.string(),
  state: phraseState,
  /** Renderings that are ready, of those that can be made before: one a combination of slot values. */
  readyCount: count,
  wantedCount: count,
  /** All combinations of slot values; more than `wantedCount` where there are too many to be rendered before. */
  combinationCount: count,
  durationMs: count.nullable(),
});

const group = z.object({ id: z.string(), name: z.string() });

const phrasesState = z.object({
  groups: z.array(group),
  /** In the person's order, group by group. */
  phrases: z.array(phrase),
  /** Of the rendering in the background; null while there is nothing to do. */
  progress: z
    .object({
      done: count,
      total: count,
      /** For a speech that somebody listens to, or for the engine. */
      isWaiting: z.boolean(),
      /** By the person: `phrasesPause`. */
      isPaused: z.boolean(),
      /** From this machine's measured speed; null before there is one. */
      remainingMs: milliseconds.nullable(),
    })
    .nullable(),
  /** What the renderings take on the disk, and what they may take. */
  bytes: count,
  maxBytes: count,
});

const format = z.enum(['json', 'csv']);

/** What became of a line of a file, by a code that the interface has words for; `reason` says it in English. */
const importNote = z.object({
  line: count,
  code: z.enum([
    'no-phrase',
    'field-missing',
    'field-too-long',
    'field-wrong',
    'cells-broken',
    'too-many-cells',
    'slots-not-json',
    'unbalanced-brace',
    'empty-name',
    'unknown-slot',
    'unused-slot',
    'duplicate-slot',
    'duplicate',
    'full',
    'hotkey-unusable',
    'hotkey-taken',
  ]),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  reason: z.string(),
});

export const phrasesCalls = {
  phrasesWatch: event(nothing, phrasesState),
  /**
   * Adds a phrase, or replaces what a person decided about one.
   * @throws `bad-input` for slots that do not fit the text, `unknown-item`, `hotkey-conflict`, `too-large`
   */
  phraseSave: unary(
    z.strictObject({ id: z.string().optional(), phrase: phraseDraftSchema }),
    z.object({ id: z.string() }),
  ),
  phraseRemove: unary(z.strictObject({ id: z.string() }), nothing),
  /** Puts a phrase before the one that stands at `index` of a group without it. */
  phraseMove: unary(z.strictObject({ id: z.string(), groupId: z.string(), index: count }), nothing),
  /** @throws `unknown-item`, `name-taken`, `too-large` */
  groupSave: unary(
    z.strictObject({ id: z.string().optional(), name: z.string().trim().min(1).max(60) }),
    z.object({ id: z.string() }),
  ),
  groupMove: unary(z.strictObject({ id: z.string(), index: count }), nothing),
  /** Removes a group with its phrases. */
  groupRemove: unary(z.strictObject({ id: z.string() }), nothing),
  /** Speaks a phrase; from its rendering where that is ready. @throws `bad-input` when a slot is not filled */
  phraseSpeak: unary(
    z.strictObject({ id: z.string(), slots: z.record(z.string(), z.string().max(500)).default({}) }),
    z.object({ utteranceId: count, isReady: z.boolean() }),
  ),
  /** Renders a phrase again after a failure. */
  phraseRetry: unary(z.strictObject({ id: z.string() }), nothing),
  /** Stops the rendering in the background, or lets it go on. A new start of the app lets it go on. */
  phrasesPause: unary(z.strictObject({ isPaused: z.boolean() }), nothing),
  phrasesExport: unary(
    z.strictObject({ format }),
    z.object({ downloadId: z.string(), fileName: z.string() }),
  ),
  /**
   * Adds what the text holds; nothing is replaced. What cannot be added is skipped with its line and reason.
   * @throws `bad-input` when it is not of the format at all, with the line that is wrong
   */
  phrasesImport: unary(
    z.strictObject({ format, text: z.string().max(5_000_000) }),
    z.object({
      added: count,
      skipped: z.array(importNote),
      /** Added, but not quite as they were: a hotkey that is in use is left out. */
      adjusted: z.array(importNote),
    }),
  ),
} as const;

export type PhraseSlot = z.output<typeof slot>;
export type PhraseDraft = z.output<typeof phraseDraftSchema>;
export type PhraseDraftInput = z.input<typeof phraseDraftSchema>;
export type PhraseEntry = z.output<typeof phrase>;
export type PhrasesState = z.output<typeof phrasesState>;
export type PhraseGroup = z.output<typeof group>;
export type PhraseState = z.output<typeof phraseState>;
export type PhrasesFormat = z.output<typeof format>;
export type PhrasesImportResult = z.output<(typeof phrasesCalls)['phrasesImport']['output']>;
