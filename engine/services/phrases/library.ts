import { z } from 'zod';
import {
  MAX_GROUPS,
  MAX_PHRASES,
  phraseDraftSchema,
  type PhraseDraft,
  type PhraseGroup,
} from '../../shared/app/phrases.js';
import { SottoError } from '../../shared/errors.js';

/** The library as a value, and what a person can do with it. Pure: every operation gives another library. */

const storedPhrase = phraseDraftSchema.extend({ id: z.string() });

export const librarySchema = z.object({
  version: z.literal(1),
  groups: z.array(z.object({ id: z.string(), name: z.string() })),
  /** In the person's order, group by group. */
  phrases: z.array(storedPhrase),
});

export type StoredPhrase = z.output<typeof storedPhrase>;
export type Library = z.output<typeof librarySchema>;

export const EMPTY_LIBRARY: Library = { version: 1, groups: [], phrases: [] };

/** @throws SottoError `unknown-item` */
export function findPhrase(library: Library, id: string): StoredPhrase {
  return library.phrases.find((phrase) => phrase.id === id) ?? unknownItem('phrase');
}

/** @throws SottoError `unknown-item` */
function findGroup(library: Library, id: string): PhraseGroup {
  return library.groups.find((group) => group.id === id) ?? unknownItem('group');
}

export function phrasesOf(library: Library, groupId: string): StoredPhrase[] {
  return library.phrases.filter((phrase) => phrase.groupId === groupId);
}

/** Adds a phrase at its group's end. @throws SottoError `unknown-item`, `too-large` */
export function addPhrase(library: Library, id: string, draft: PhraseDraft): Library {
  if (library.phrases.length >= MAX_PHRASES) throw full(`${MAX_PHRASES} phrases`);
  findGroup(library, draft.groupId);
  return inOrder({ ...library, phrases: [...library.phrases, { ...draft, id }] });
}

/** Replaces a phrase where it stands, or at the end of another group. @throws SottoError `unknown-item` */
export function replacePhrase(library: Library, id: string, draft: PhraseDraft): Library {
  const old = findPhrase(library, id);
  findGroup(library, draft.groupId);
  const phrase = { ...draft, id };
  const others = library.phrases.filter((one) => one !== old);
  const isSameGroup = old.groupId === draft.groupId;
  const phrases = isSameGroup
    ? library.phrases.map((one) => (one === old ? phrase : one))
    : [...others, phrase];
  return inOrder({ ...library, phrases });
}

/** @throws SottoError `unknown-item` */
export function removePhrase(library: Library, id: string): Library {
  const removed = findPhrase(library, id);
  return { ...library, phrases: library.phrases.filter((phrase) => phrase !== removed) };
}

/**
 * Puts a phrase before the one that stands at `index` of a group without it; an index past the end is the end.
 * @throws SottoError `unknown-item`
 */
export function movePhrase(library: Library, id: string, groupId: string, index: number): Library {
  const moved = { ...findPhrase(library, id), groupId };
  findGroup(library, groupId);
  const others = library.phrases.filter((phrase) => phrase.id !== id);
  const next = others.filter((phrase) => phrase.groupId === groupId)[index];
  const at = next ? others.indexOf(next) : others.length;
  return inOrder({ ...library, phrases: others.toSpliced(at, 0, moved) });
}

/** Adds a group at the end. @throws SottoError `name-taken`, `too-large` */
export function addGroup(library: Library, id: string, name: string): Library {
  if (library.groups.length >= MAX_GROUPS) throw full(`${MAX_GROUPS} groups`);
  refuseTakenName(library, id, name);
  return { ...library, groups: [...library.groups, { id, name }] };
}

/** @throws SottoError `unknown-item`, `name-taken` */
export function renameGroup(library: Library, id: string, name: string): Library {
  findGroup(library, id);
  refuseTakenName(library, id, name);
  return { ...library, groups: library.groups.map((group) => (group.id === id ? { id, name } : group)) };
}

/** Puts a group before the one that stands at `index` without it. @throws SottoError `unknown-item` */
export function moveGroup(library: Library, id: string, index: number): Library {
  const moved = findGroup(library, id);
  const others = library.groups.filter((group) => group !== moved);
  return inOrder({ ...library, groups: others.toSpliced(index, 0, moved) });
}

/** Removes a group with its phrases. @throws SottoError `unknown-item` */
export function removeGroup(library: Library, id: string): Library {
  const removed = findGroup(library, id);
  return {
    ...library,
    groups: library.groups.filter((group) => group !== removed),
    phrases: library.phrases.filter((phrase) => phrase.groupId !== id),
  };
}

/** The group of a name, however it is capitalised. */
export function groupNamed(library: Library, name: string): PhraseGroup | undefined {
  return library.groups.find((group) => sameName(group.name, name));
}

/** A library as its file held it, made sound: a file that was edited may name groups that it lacks. */
export function soundLibrary(library: Library): Library {
  const known = new Set(library.groups.map((group) => group.id));
  const missing = new Set(library.phrases.map((phrase) => phrase.groupId).filter((id) => !known.has(id)));
  return inOrder({
    ...library,
    groups: [...library.groups, ...[...missing].map((id) => ({ id, name: id }))],
  });
}

/** Phrases group by group, in each as they were. */
function inOrder(library: Library): Library {
  const byGroup = new Map<string, StoredPhrase[]>(library.groups.map(({ id }) => [id, []]));
  for (const phrase of library.phrases) byGroup.get(phrase.groupId)?.push(phrase);
  return { ...library, phrases: [...byGroup.values()].flat() };
}

function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}

function refuseTakenName(library: Library, id: string, name: string): void {
  const owner = groupNamed(library, name);
  if (!owner || owner.id === id) return;
  throw new SottoError({
    code: 'name-taken',
    message: `there is a group "${owner.name}" already`,
    kept: 'nothing was changed',
    next: 'choose another name',
  });
}

function unknownItem(what: string): never {
  throw new SottoError({
    code: 'unknown-item',
    message: `there is no such ${what} any more`,
    kept: 'nothing was changed',
  });
}

function full(limit: string): SottoError {
  return new SottoError({
    code: 'too-large',
    message: `the library holds ${limit}, which is all it can`,
    kept: 'nothing was changed',
    next: 'remove what is not needed',
  });
}
