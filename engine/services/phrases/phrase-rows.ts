import { z } from 'zod';
import { phraseDraftSchema } from '../../shared/app/phrases.js';
import { remark, type ImportNote } from './import-notes.js';

/** A phrase in a file: with its group's name in place of an id, which means nothing elsewhere. */
const phraseRowSchema = phraseDraftSchema.omit({ groupId: true }).extend({
  /** Empty: a group for what was imported. */
  group: z.string().trim().max(60).default(''),
});

export type PhraseRow = z.output<typeof phraseRowSchema>;

/** What became of a line. */
export type ReadRow = { readonly line: number; readonly row: PhraseRow } | ImportNote;

/** What a file holds. */
export interface ReadFile {
  /** Groups to make even where they hold no phrase, in their order. */
  readonly groups: readonly string[];
  readonly rows: readonly ReadRow[];
}

/** Checks a row. The reason names the first field that is wrong. */
export function readRow(line: number, fields: unknown): ReadRow {
  const parsed = phraseRowSchema.safeParse(fields);
  if (parsed.success) return { line, row: parsed.data };
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  const reason = field === '' ? (issue?.message ?? 'no phrase') : `${field}: ${issue?.message ?? ''}`;
  return { line, ...remark(codeOf(fields, issue), reason, { field }) };
}

function codeOf(fields: unknown, issue: z.core.$ZodIssue | undefined): ImportNote['code'] {
  const [name] = issue?.path ?? [];
  if (name === undefined) return 'no-phrase';
  const isMissing = typeof fields === 'object' && fields !== null && !(name in fields);
  if (isMissing) return 'field-missing';
  if (issue?.code === 'too_small' && issue.origin === 'string') return 'field-missing';
  return issue?.code === 'too_big' && issue.origin === 'string' ? 'field-too-long' : 'field-wrong';
}
