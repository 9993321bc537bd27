import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import type { VoicesService } from '../voices/voices-service.js';
import type { StoredPhrase } from './library.js';
import type { SoundVersion } from './sound-version.js';
import type { Sound } from './wanted.js';

export interface SoundsParts {
  readonly voices: Pick<VoicesService, 'resolve'>;
  readonly soundVersion: Pick<SoundVersion, 'current'>;
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
   * The sound that somebody who waits for a phrase is given: where its voice or style is gone, whoever is chosen speaks.
   * @throws SottoError when nobody can
   */
  async findAny(phrase: VoiceAndStyle): Promise<{ readonly sound: Sound; readonly isItsOwn: boolean }> {
    const own = await this.find(phrase);
    if (own.sound) return { sound: own.sound, isItsOwn: true };
    const chosen = await this.find({ voiceId: null, styleId: null });
    if (chosen.sound) return { sound: chosen.sound, isItsOwn: false };
    throw new SottoError(chosen.trouble);
  }

  async #ask({ voiceId, styleId }: VoiceAndStyle): Promise<Answer> {
    try {
      const [manner, version] = await Promise.all([
        this.#parts.voices.resolve({
          ...(voiceId !== null && { voiceId }),
          ...(styleId !== null && { styleId }),
        }),
        this.#parts.soundVersion.current(),
      ]);
      return { sound: { manner, version } };
    } catch (thrown) {
      return { trouble: toErrorShape(thrown) };
    }
  }
}

function keyOf({ voiceId, styleId }: VoiceAndStyle): string {
  return JSON.stringify([voiceId, styleId]);
}
