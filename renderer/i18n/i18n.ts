import i18next, { type i18n } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Words } from './words.js';

export type InterfaceLanguage = 'en' | 'zh-CN';

/** The interface's language for a setting and the system's BCP 47 language. */
export function chooseLanguage(
  setting: 'system' | InterfaceLanguage,
  systemLocale: string,
): InterfaceLanguage {
  if (setting !== 'system') return setting;
  return systemLocale.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Starts i18next without words: every feature brings its own. */
export async function startI18n(language: InterfaceLanguage): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {},
    interpolation: { escapeValue: false },
  });
  return i18next;
}

type Values = Readonly<Record<string, string | number>>;
type KeyOf<T> = { [K in keyof T & string]: K extends `${infer Base}_${'one' | 'other'}` ? Base : K }[keyof T &
  string];

const namespaceOf = new WeakMap<object, string>();
let namespaceCount = 0;

function namespace<T extends Readonly<Record<string, string>>>(words: Words<T>): string {
  const known = namespaceOf.get(words);
  if (known !== undefined) return known;
  const name = `words-${namespaceCount++}`;
  namespaceOf.set(words, name);
  for (const language of ['en', 'zh-CN'] as const) i18next.addResourceBundle(language, name, words[language]);
  return name;
}

/** A feature's words in the interface's language, with their values filled in. */
export function useWords<T extends Readonly<Record<string, string>>>(
  words: Words<T>,
): (key: KeyOf<T>, values?: Values) => string {
  const { t } = useTranslation(namespace(words));
  return useCallback(
    (key: KeyOf<T>, values: Values = {}) => t(key as never, values as never) as unknown as string,
    [t],
  );
}

/** The interface's language, for numbers, dates and sorting. */
export function useLanguage(): InterfaceLanguage {
  return useTranslation().i18n.language as InterfaceLanguage;
}
