import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { controlsSchema, language, nothing } from '../schemas.js';
import { mixPart } from '../contract.js';
import { mannerSchema } from './speech.js';

/** Voices, mixes and styles: what there is, what is chosen, what a person made. */

const voice = z.object({
  id: z.string(),
  name: z.string(),
  packId: z.string(),
  language,
  accent: z.string(),
  gender: z.string(),
  age: z.string(),
  isFavourite: z.boolean(),
  /** The shares of a mix; absent for a pack's own voice. */
  mix: z.array(mixPart).exactOptional(),
  /** Of a pack that is not installed: a favourite or a mix that is kept until it is, and cannot speak meanwhile. */
  isUnavailable: z.literal(true).exactOptional(),
});

const style = z.object({
  id: z.string(),
  /** Built-in styles are named by the interface in its own language. */
  name: z.string(),
  isBuiltIn: z.boolean(),
  /** The built-in style that it starts from; itself for a built-in one. */
  base: z.string(),
  controls: controlsSchema,
});

const voicesState = z.object({
  voices: z.array(voice),
  /** Of the chosen voice's pack, and the person's own. */
  styles: z.array(style),
  chosen: z.object({
    voiceId: z.string(),
    styleId: z.string(),
    controls: controlsSchema,
    /** What was chosen and is not installed any more; `voiceId` speaks in its place until it is again. */
    missingVoiceId: z.string().exactOptional(),
  }),
});

const name = z.string().trim().min(1).max(60);

export const voicesCalls = {
  /** The state now, then after every change. */
  voicesWatch: event(nothing, voicesState),
  /** Chooses who speaks from the next sentence on; what is left out stays. */
  voiceChoose: unary(
    z.strictObject({
      voiceId: z.string().optional(),
      /** Also resets `controls`. */
      styleId: z.string().optional(),
      /** Whole, not a patch. */
      controls: controlsSchema.optional(),
    }),
    nothing,
  ),
  voiceFavourite: unary(z.strictObject({ voiceId: z.string(), isFavourite: z.boolean() }), nothing),
  /** Plays the voice's preview line; a manner that was heard before starts at once. */
  voicePreview: unary(
    z.strictObject({
      manner: mannerSchema,
      /** A mix that is not saved yet, in place of the manner's voice. */
      mix: z.array(mixPart).min(2).max(8).optional(),
    }),
    nothing,
  ),
  /** @throws `unknown-voice`, `name-taken`, `bad-input` for voices of several packs */
  mixSave: unary(
    z.strictObject({ id: z.string().optional(), name, parts: z.array(mixPart).min(2).max(8) }),
    z.object({ id: z.string() }),
  ),
  mixRemove: unary(z.strictObject({ id: z.string() }), nothing),
  /** Keeps controls as a named style. @throws `name-taken` */
  styleSave: unary(
    z.strictObject({ id: z.string().optional(), name, base: z.string(), controls: controlsSchema }),
    z.object({ id: z.string() }),
  ),
  styleRemove: unary(z.strictObject({ id: z.string() }), nothing),
} as const;

export type VoicesState = z.output<typeof voicesState>;
export type VoiceEntry = z.output<typeof voice>;
export type StyleEntry = z.output<typeof style>;
