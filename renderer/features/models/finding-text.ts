import type { ImportFinding } from '../../../engine/shared/app/packs.js';

/** Findings come with an English sentence; their codes and values are what another language is made from. */
const CHINESE: Readonly<Record<string, string>> = {};

/** What an import found, as a person reads it. A code that there are no words for yet is said in English. */
export function findingText({ code, values, text }: ImportFinding, language: string): string {
  const own = language === 'zh-CN' ? CHINESE[code] : undefined;
  if (own === undefined) return text;
  return own.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
}
