import { MAX_PHRASES, type PhrasesImportResult, type PhraseSlot } from '../../shared/app/phrases.js';
import type { Settings } from '../../shared/app/settings.js';
import { SottoError } from '../../shared/errors.js';
import { checkSlots } from '../../shared/phrase-slots.js';
import { NotImported, remark, remarkOf, slotRemark, type ImportRemark } from './import-notes.js';
import { addGroup, addPhrase, groupNamed, phrasesOf, type Library } from './library.js';
import { checkHotkey } from './phrase-hotkeys.js';
import type { PhraseRow, ReadFile } from './phrase-rows.js';

export interface ImportContext {
  readonly newId: () => string;
  /** Of the group for phrases that name none. */
  readonly ungroupedName: string;
  readonly hotkeys: Settings['hotkeys'];
  readonly platform: string;
}

/** Adds what a file holds to a library; nothing of the library is replaced. Pure but for the ids. */
export function importPhrases(
  library: Library,
  file: ReadFile,
  context: ImportContext,
): { readonly library: Library; readonly result: PhrasesImportResult } {
  const result = {
    added: 0,
    skipped: [] as PhrasesImportResult['skipped'],
    adjusted: [] as PhrasesImportResult['adjusted'],
  };
  let next = library;
  for (const name of file.groups) {
    try {
      next = withGroup(next, name, context.newId);
    } catch (thrown) {
      result.skipped.push({ line: 1, ...remarkOf(thrown) });
    }
  }
  for (const read of file.rows) {
    if ('reason' in read) {
      result.skipped.push(read);
      continue;
    }
    const { line, row } = read;
    try {
      const { library: grown, adjustment } = withRow(next, row, context);
      next = grown;
      result.added++;
      if (adjustment !== undefined) result.adjusted.push({ line, ...adjustment });
    } catch (thrown) {
      result.skipped.push({ line, ...remarkOf(thrown) });
    }
  }
  return { library: next, result };
}

/** @throws NotImported, SottoError with why the row cannot be added */
function withRow(
  library: Library,
  row: PhraseRow,
  context: ImportContext,
): { library: Library; adjustment: ImportRemark | undefined } {
  if (library.phrases.length >= MAX_PHRASES)
    throw new NotImported('full', `the library holds ${MAX_PHRASES} phrases already`);
  const slots = [...row.slots, ...freeSlots(row)];
  const [problem] = checkSlots(row.text, slots);
  if (problem) throw slotRemark(problem);
  const name = row.group === '' ? context.ungroupedName : row.group;
  const grouped = withGroup(library, name, context.newId);
  const groupId = groupNamed(grouped, name)?.id ?? '';
  if (phrasesOf(grouped, groupId).some((phrase) => isSame(phrase, row)))
    throw new NotImported('duplicate', `"${name}" has this phrase already`, { group: name });
  const { hotkey, adjustment } = freeHotkey(row.hotkey, grouped, context);
  const { text, label, emoji, colour, voiceId, styleId, take } = row;
  const draft = { groupId, text, label, emoji, colour, hotkey, voiceId, styleId, slots, take };
  return { library: addPhrase(grouped, context.newId(), draft), adjustment };
}

/** Files from elsewhere know no slots: a name in braces that has none takes any text. */
function freeSlots({ text, slots }: PhraseRow): PhraseSlot[] {
  return checkSlots(text, slots).flatMap(({ code, name }) =>
    code === 'unknown-slot' ? [{ kind: 'text' as const, name }] : [],
  );
}

function withGroup(library: Library, name: string, newId: () => string): Library {
  return groupNamed(library, name) ? library : addGroup(library, newId(), name);
}

/** Whether a person would hear the same. */
function isSame(phrase: Omit<PhraseRow, 'group'>, row: PhraseRow): boolean {
  const isSameManner = phrase.voiceId === row.voiceId && phrase.styleId === row.styleId;
  return phrase.text === row.text && isSameManner && phrase.take === row.take;
}

function freeHotkey(
  hotkey: string,
  { phrases }: Library,
  { hotkeys, platform }: ImportContext,
): { hotkey: string; adjustment: ImportRemark | undefined } {
  try {
    checkHotkey(hotkey, '', { phrases, hotkeys, platform });
    return { hotkey, adjustment: undefined };
  } catch (thrown) {
    if (!(thrown instanceof SottoError)) throw thrown;
    const code = thrown.code === 'hotkey-conflict' ? 'hotkey-taken' : 'hotkey-unusable';
    const reason = `added without its hotkey: ${thrown.message}`;
    return { hotkey: '', adjustment: remark(code, reason, { hotkey }) };
  }
}
