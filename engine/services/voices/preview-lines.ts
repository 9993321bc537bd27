import type { VoiceEntry } from '../../shared/app/voices.js';

export type VoiceLanguage = VoiceEntry['language'];

/** What a voice says of itself when a person tries it. */
export const PREVIEW_LINES: Readonly<Record<VoiceLanguage, string>> = {
  en: 'Hello. This is how I sound when I read to you, on your own machine.',
  zh: '你好，我为你朗读的时候，就是这个声音。',
};
