import type { useWords } from '../../i18n/index.js';
import type { ModelsWords } from './words.js';

const KNOWN = ['fp32', 'fp16', 'int8'] as const;

/** "32-bit (fp32)"; a precision that the interface has no words for is called as its publisher calls it. */
export function precisionName(precision: string, words: ReturnType<typeof useWords<ModelsWords>>): string {
  const known = KNOWN.find((one) => one === precision);
  return known === undefined ? precision : `${words(known)} (${precision})`;
}
