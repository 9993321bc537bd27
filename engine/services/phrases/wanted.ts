import { MAX_COMBINATIONS } from '../../shared/app/phrases.js';
import { combinationCount, filledTexts } from '../../shared/phrase-slots.js';
import type { SpeechRequest } from '../speech.js';
import type { ResolvedManner } from '../voices/voices-service.js';
import type { StoredPhrase } from './library.js';
import { textNamer } from '../renderings/rendering-key.js';
import { takeControls } from './takes.js';

/** Renderings of a library, slots' values included; a slot that goes beyond is cut to its first value. */
const MAX_WANTED = 20_000;

/** As the engine has it where a manner names none. */
const DEFAULT_SEGMENT_MS = 5000;

/** What decides the sound of all phrases that are spoken in the same manner. */
export interface Sound {
  readonly manner: ResolvedManner;
  /** Of the engine, its pack and its dictionary. */
  readonly version: string;
}

export interface WantedRendering {
  readonly name: string;
  readonly text: string;
}

export interface WantedPhrase {
  readonly phrase: StoredPhrase;
  readonly renderings: readonly WantedRendering[];
  readonly combinationCount: number;
}

/**
 * What the engine is asked for so that a phrase sounds in this manner, whether somebody waits for it or not: both have to
 * be the same sound. The first segment may be as long as any other, since it is heard many times and waited for once.
 */
export function phraseRequest(text: string, take: number, manner: ResolvedManner): SpeechRequest {
  return {
    ...manner,
    text,
    controls: takeControls(manner.controls ?? {}, take),
    plan: {
      ...manner.plan,
      firstSegmentDurationMs: manner.plan?.maxSegmentDurationMs ?? DEFAULT_SEGMENT_MS,
    },
  };
}

/** The renderings of a phrase's filled texts. */
function wantedRenderings(texts: readonly string[], take: number, sound: Sound): WantedRendering[] {
  const nameOf = textNamer(phraseRequest('', take, sound.manner), sound.version);
  return texts.map((text) => ({ text, name: nameOf(text) }));
}

/** A phrase with what its names were made of. */
interface Named {
  readonly soundKey: string;
  readonly limit: number;
  readonly wanted: WantedPhrase;
}

/** Names what a library wants rendered, and remembers what it named: a change costs only what it touches. */
export class WantedRenderings {
  #last = new Map<string, Named>();

  /** @param soundOf undefined for a phrase that cannot be spoken as it should be */
  of(phrases: readonly StoredPhrase[], soundOf: (phrase: StoredPhrase) => Sound | undefined): WantedPhrase[] {
    const next = new Map<string, Named>();
    // Every phrase has one for sure; slots share the rest in the person's order.
    let spare = MAX_WANTED - phrases.length;
    const all = phrases.map((phrase) => {
      const sound = soundOf(phrase);
      const soundKey = JSON.stringify(sound ?? null);
      const limit = Math.min(MAX_COMBINATIONS, 1 + Math.max(0, spare));
      const last = this.#last.get(phrase.id);
      const isSame = last?.wanted.phrase === phrase && last.soundKey === soundKey && last.limit === limit;
      const wanted = isSame ? last.wanted : name(phrase, sound, limit);
      next.set(phrase.id, { soundKey, limit, wanted });
      spare -= Math.max(0, wanted.renderings.length - 1);
      return wanted;
    });
    this.#last = next;
    return all;
  }
}

function name(phrase: StoredPhrase, sound: Sound | undefined, limit: number): WantedPhrase {
  const all = combinationCount(phrase.slots);
  if (!sound) return { phrase, renderings: [], combinationCount: all };
  const texts = filledTexts(phrase.text, phrase.slots, limit);
  return {
    phrase,
    renderings: wantedRenderings(texts, phrase.take, sound),
    // Values that read alike are one rendering.
    combinationCount: all > limit ? all : texts.length,
  };
}
