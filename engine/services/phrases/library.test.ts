import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_GROUPS, phraseDraftSchema } from '../../shared/app/phrases.js';
import { SottoError } from '../../shared/errors.js';
import {
  addGroup,
  addPhrase,
  EMPTY_LIBRARY,
  moveGroup,
  movePhrase,
  phrasesOf,
  removeGroup,
  removePhrase,
  renameGroup,
  replacePhrase,
  soundLibrary,
  type Library,
} from './library.js';

const ids = (items: readonly { id: string }[]): string[] => items.map(({ id }) => id);
const draft = (groupId: string, text = 'text') => phraseDraftSchema.parse({ groupId, text });

const groupId = fc.constantFrom('g0', 'g1', 'g2', 'g3');
const phraseId = fc.nat(9).map((number) => `p${number}`);
const index = fc.nat(12);

type Operation = (library: Library, step: number) => Library;
const operation: fc.Arbitrary<Operation> = fc.oneof(
  groupId.map(
    (group): Operation =>
      (library, step) =>
        addPhrase(library, `p${step}`, draft(group)),
  ),
  groupId.map(
    (group): Operation =>
      (library) =>
        ids(library.groups).includes(group) ? library : addGroup(library, group, `Group ${group}`),
  ),
  fc.tuple(phraseId, groupId, index).map(
    ([phrase, group, at]): Operation =>
      (library) =>
        movePhrase(library, phrase, group, at),
  ),
  fc.tuple(phraseId, groupId).map(
    ([phrase, group]): Operation =>
      (library) =>
        replacePhrase(library, phrase, draft(group, 'changed')),
  ),
  fc.tuple(groupId, index).map(
    ([group, at]): Operation =>
      (library) =>
        moveGroup(library, group, at),
  ),
  phraseId.map(
    (phrase): Operation =>
      (library) =>
        removePhrase(library, phrase),
  ),
  groupId.map(
    (group): Operation =>
      (library) =>
        removeGroup(library, group),
  ),
);

function applied(operations: readonly Operation[]): Library {
  return operations.reduce((library, operate, step) => {
    try {
      return operate(library, step);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(SottoError);
      return library;
    }
  }, EMPTY_LIBRARY);
}

/** Some groups, and at least one phrase in any of them. */
const library = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(), { minLength: 1, maxLength: 12 }))
  .map(([groupCount, owners]) => {
    const groups = Array.from({ length: groupCount }, (_, number) => ({
      id: `g${number}`,
      name: `${number}`,
    }));
    return owners.reduce<Library>(
      (all, owner, number) => addPhrase(all, `p${number}`, draft(`g${owner % groupCount}`)),
      { version: 1, groups, phrases: [] },
    );
  });

describe('the library', () => {
  it('stays in order group by group, with no phrase twice or without its group, whatever is done', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
        const reached = applied(operations);
        expect(soundLibrary(reached)).toEqual(reached);
        expect(new Set(ids(reached.phrases)).size).toBe(reached.phrases.length);
        expect(new Set(ids(reached.groups)).size).toBe(reached.groups.length);
      }),
    );
  });

  it('puts a moved phrase where it was dropped, and leaves the order of the others', () => {
    fc.assert(
      fc.property(library, fc.nat(), fc.nat(), index, (before, anyPhrase, anyGroup, at) => {
        const id = ids(before.phrases)[anyPhrase % before.phrases.length] ?? '';
        const to = ids(before.groups)[anyGroup % before.groups.length] ?? '';
        const after = movePhrase(before, id, to, at);
        const target = ids(phrasesOf(before, to)).filter((one) => one !== id);
        expect(ids(phrasesOf(after, to))).toEqual(target.toSpliced(at, 0, id));
        const others = (any: Library): string[] => ids(any.phrases).filter((one) => one !== id);
        expect(others(after)).toEqual(others(before));
      }),
    );
  });

  it('moves groups with their phrases', () => {
    fc.assert(
      fc.property(library, fc.nat(), index, (before, anyGroup, at) => {
        const id = ids(before.groups)[anyGroup % before.groups.length] ?? '';
        const after = moveGroup(before, id, at);
        const others = ids(before.groups).filter((one) => one !== id);
        expect(ids(after.groups)).toEqual(others.toSpliced(at, 0, id));
        for (const group of before.groups)
          expect(phrasesOf(after, group.id)).toEqual(phrasesOf(before, group.id));
      }),
    );
  });

  it('refuses unknown items, a taken name, and more than it can hold', () => {
    const small = addGroup(EMPTY_LIBRARY, 'g', 'Work');
    const codeOf = (operate: () => unknown): string => {
      try {
        operate();
      } catch (thrown) {
        return (thrown as SottoError).code;
      }
      return 'done';
    };
    expect(codeOf(() => addPhrase(small, 'p', draft('none')))).toBe('unknown-item');
    expect(codeOf(() => removePhrase(small, 'none'))).toBe('unknown-item');
    expect(codeOf(() => addGroup(small, 'h', 'WORK'))).toBe('name-taken');
    expect(codeOf(() => renameGroup(small, 'g', 'work'))).toBe('done');
    const fullLibrary = Array.from({ length: MAX_GROUPS }).reduce<Library>(
      (all, _, number) => addGroup(all, `${number}`, `${number}`),
      EMPTY_LIBRARY,
    );
    expect(codeOf(() => addGroup(fullLibrary, 'more', 'more'))).toBe('too-large');
  });

  it('keeps phrases of a file that lacks their group', () => {
    const edited: Library = { version: 1, groups: [], phrases: [{ ...draft('lost'), id: 'p' }] };
    expect(soundLibrary(edited)).toEqual({ ...edited, groups: [{ id: 'lost', name: 'lost' }] });
  });
});
