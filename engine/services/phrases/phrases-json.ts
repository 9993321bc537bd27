import { z } from 'zod';
import { SottoError } from '../../shared/errors.js';
import type { Library } from './library.js';
import { parseLocatedJson } from './located-json.js';
import { readRow, type PhraseRow, type ReadFile } from './phrase-rows.js';

const FORMAT = 'sotto-phrases';

/** What is not of a known version is not guessed at. Phrases are looked at one by one, so that a broken one is alone. */
const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  groups: z.array(z.string().trim().min(1).max(60)).default([]),
  phrases: z.array(z.unknown()),
});

/** Writes a library as JSON, everything of it but ids. */
export function writePhrasesJson(library: Library): string {
  const names = new Map(library.groups.map(({ id, name }) => [id, name]));
  const phrases = library.phrases.map((phrase): PhraseRow => {
    const { text, label, emoji, colour, hotkey, voiceId, styleId, slots, take } = phrase;
    const group = names.get(phrase.groupId) ?? '';
    return { group, text, label, emoji, colour, hotkey, voiceId, styleId, slots, take };
  });
  const file = { format: FORMAT, version: 1, groups: [...names.values()], phrases };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/**
 * Reads such a file, or a plain list of texts or of phrases.
 * @throws SottoError `bad-input` with the line
 */
export function readPhrasesJson(text: string): ReadFile {
  const json = parseLocatedJson(text.replace(/^\uFEFF/, ''));
  const { value } = json;
  const parsed = Array.isArray(value)
    ? { data: { groups: [], phrases: value as unknown[] } }
    : fileSchema.safeParse(value);
  if (!parsed.data)
    throw new SottoError({
      code: 'bad-input',
      message: 'line 1 does not begin a file of phrases, or one of a later version',
      kept: 'nothing was added',
      next: 'choose a file that was exported as JSON, or a list of texts',
      details: { line: 1 },
    });
  const { groups, phrases } = parsed.data;
  return {
    groups,
    rows: phrases.map((phrase) => {
      // A text has no line of its own: its list's has to do.
      if (typeof phrase === 'string') return readRow(json.lineOf(phrases), { text: phrase });
      return readRow(json.lineOf(phrase), phrase);
    }),
  };
}
