import type { Manner } from '../../shared/app/speech.js';
import type { Clock } from '../../shared/clock.js';
import { toErrorShape, type ErrorShape } from '../../shared/errors.js';
import type { VoicesService } from '../voices/voices-service.js';
import type { StoredPhrase } from './library.js';
import type { SoundVersion } from '../renderings/sound-version.js';
import type { Sound } from './wanted.js';

/**
 * Somebody who has clicked waits so long for what is not known yet: too little to notice. A level
 * that has to be measured first takes longer.
 */
const AT_ONCE_MS = 30;

/** In place of a version, where nobody knows the sound well enough to keep it. */
const NOT_TO_BE_KEPT = '';

export interface SoundsParts {
  readonly clock: Clock;
  readonly voices: Pick<VoicesService, 'resolve' | 'resolveAtOnce'>;
  readonly soundVersion: SoundVersion;
}

type Answer =
  | { readonly sound: Sound; readonly trouble?: never }
  | { readonly sound?: never; readonly trouble: ErrorShape };

type VoiceAndStyle = Pick<StoredPhrase, 'voiceId' | 'styleId'>;

/** How phrases sound by their voice and style, remembered until something changes: a click must not wait to find out. */
export class Sounds {
  readonly #parts: SoundsParts;
  #answers = new Map<string, Answer>();
  #asked = new Map<string, Promise<Answer>>();

  constructor(parts: SoundsParts) {
    this.#parts = parts;
  }

  /** Something that decides a sound has changed: everything is found out anew. */
  forget(): void {
    this.#answers = new Map();
    this.#asked = new Map();
  }

  /** What is known without waiting. */
  known(phrase: VoiceAndStyle): Answer | undefined {
    return this.#answers.get(keyOf(phrase));
  }

  async find(phrase: VoiceAndStyle): Promise<Answer> {
    const key = keyOf(phrase);
    const known = this.#answers.get(key);
    if (known) return known;
    // Answers to what is forgotten meanwhile are forgotten with it.
    const answers = this.#answers;
    const asked = this.#asked.get(key) ?? this.#ask(phrase);
    this.#asked.set(key, asked);
    const answer = await asked;
    answers.set(key, answer);
    return answer;
  }

  /**
   * The sound for somebody who waits for a phrase. Where its voice or style is gone, whoever is chosen speaks; where it
   * cannot be told exactly at once, it is nearly so. Neither is the phrase's own, nor to be kept.
   * @throws SottoError when nobody can speak
   */
  async findAtOnce(phrase: VoiceAndStyle): Promise<{ readonly sound: Sound; readonly isItsOwn: boolean }> {
    const answer = this.known(phrase) ?? (await this.#findSoon(phrase));
    if (answer?.sound) return { sound: answer.sound, isItsOwn: true };
    const manner = this.#parts.voices.resolveAtOnce(answer?.trouble ? {} : mannerOf(phrase));
    return { sound: { manner, version: NOT_TO_BE_KEPT }, isItsOwn: false };
  }

  #findSoon(phrase: VoiceAndStyle): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      const stop = this.#parts.clock.after(AT_ONCE_MS, () => resolve(undefined));
      void this.find(phrase).then((answer) => {
        stop();
        resolve(answer);
      });
    });
  }

  async #ask(phrase: VoiceAndStyle): Promise<Answer> {
    try {
      const manner = await this.#parts.voices.resolve(mannerOf(phrase));
      return { sound: { manner, version: this.#parts.soundVersion(manner) } };
    } catch (thrown) {
      return { trouble: toErrorShape(thrown) };
    }
  }
}

function mannerOf({ voiceId, styleId }: VoiceAndStyle): Manner {
  return { ...(voiceId !== null && { voiceId }), ...(styleId !== null && { styleId }) };
}

function keyOf({ voiceId, styleId }: VoiceAndStyle): string {
  return JSON.stringify([voiceId, styleId]);
}
