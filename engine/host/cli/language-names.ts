/** The languages that texts are read in. */
export const LANGUAGE_NAMES = { en: 'English', zh: 'Mandarin' } as const;
