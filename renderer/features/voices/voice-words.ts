import { useMemo } from 'react';
import type { StyleEntry, VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useLanguage, useWords } from '../../i18n/index.js';
import { voicesWords } from './words.js';

/** How voices and styles are called in the interface's language. */
export interface VoiceWords {
  /** "American · young woman", or what a mix is made of. */
  readonly describe: (voice: VoiceEntry, voices: readonly VoiceEntry[]) => string;
  /** The same with its language, or that it comes of a recording: the line below a name. */
  readonly detail: (voice: VoiceEntry, voices: readonly VoiceEntry[]) => string;
  readonly languageName: (language: VoiceEntry['language']) => string;
  readonly styleName: (style: StyleEntry) => string;
}

const KNOWN = ['American', 'Scottish', 'British', 'Mandarin', 'female', 'male', 'young', 'older'] as const;
/** Said only where it is not so. */
const ADULT = 'adult';
const BUILT_IN_STYLES = ['neutral', 'calm', 'lively', 'whisper'] as const;

/** A voice that was made of a recording is `packId/own-…`, or `own-…` with the pack that came with the program. */
export function isRecorded(voiceId: string): boolean {
  return /^([^/]+\/)?own-/.test(voiceId);
}

export function useVoiceWords(): VoiceWords {
  const words = useWords(voicesWords);
  const language = useLanguage();
  return useMemo(() => {
    // A pack may bring words that the interface has none for: they are shown as the pack has them.
    const known = (word: string): string => {
      const key = KNOWN.find((one) => one === word);
      return key === undefined ? word : words(key);
    };
    const describe: VoiceWords['describe'] = ({ id, mix, accent, gender, age }, voices) => {
      if (isRecorded(id)) return words('fromRecording');
      if (mix === undefined) {
        const hasAge = age !== '' && age !== ADULT;
        const person = hasAge ? words('person', { age: known(age), gender: known(gender) }) : known(gender);
        return [known(accent), person].filter(Boolean).join(' · ');
      }
      const names = mix.map((part) => voices.find((one) => one.id === part.voice)?.name ?? part.voice);
      return words('mixOf', { names: new Intl.ListFormat(language).format(names) });
    };
    return {
      describe,
      detail: (voice, voices) =>
        [words(voice.language), describe(voice, voices)].filter((part) => part !== '').join(' · '),
      languageName: (code) => words(code),
      styleName({ id, name, isBuiltIn }) {
        const key = isBuiltIn ? BUILT_IN_STYLES.find((one) => one === id) : undefined;
        return key === undefined ? name : words(key);
      },
    };
  }, [words, language]);
}
