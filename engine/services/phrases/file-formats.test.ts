import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_GROUPS, phraseDraftSchema, type PhraseSlot } from '../../shared/app/phrases.js';
import { settingsSchema } from '../../shared/app/settings.js';
import type { SottoError } from '../../shared/errors.js';
import { escapeBraces } from '../../shared/testing/escape-braces.js';
import { importPhrases, type ImportContext } from './import-phrases.js';
import { addGroup, addPhrase, EMPTY_LIBRARY, type Library } from './library.js';
import { lineCounter, parseLocatedJson } from './located-json.js';
import type { ReadFile } from './phrase-rows.js';
import { readPhrasesCsv, writePhrasesCsv } from './phrases-csv.js';
import { readPhrasesJson, writePhrasesJson } from './phrases-json.js';

const context: ImportContext = {
  newId: randomUUID,
  ungroupedName: 'Imported',
  hotkeys: settingsSchema.parse({}).hotkeys,
  platform: 'linux',
};

const imported = (file: ReadFile, into: Library = EMPTY_LIBRARY) => importPhrases(into, file, context);
const textsOf = (library: Library): string[] => library.phrases.map(({ text }) => text);

/** Everything of a library but ids. */
function contentOf({ groups, phrases }: Library): unknown {
  const names = new Map(groups.map(({ id, name }) => [id, name]));
  return {
    groups: [...names.values()],
    phrases: phrases.map((phrase) => ({ ...phrase, id: '', groupId: names.get(phrase.groupId) })),
  };
}

const sign = fc.constantFrom(
  'a',
  '好',
  ' ',
  '"',
  ',',
  ';',
  '\t',
  '\n',
  '\r\n',
  "'",
  '=',
  '+',
  '-',
  '@',
  '😀',
);
const words = fc.string({ unit: sign, maxLength: 20 });
const text = words.map((any) => `${any}x${any}`.trim());
const slots: fc.Arbitrary<PhraseSlot[]> = fc.constantFrom<PhraseSlot[]>(
  [],
  [{ kind: 'range', name: 'n', from: 30, to: 5, step: 5 }],
  [
    { kind: 'list', name: 'n', values: ['tea', 'a "cup", or two', '=1+1'] },
    { kind: 'text', name: '谁' },
  ],
);

const library = fc
  .array(
    fc.record({
      group: fc.nat(2),
      text,
      slots,
      label: words,
      emoji: fc.constantFrom('', '✋'),
      colour: fc.constantFrom('', 'red'),
      voiceId: fc.constantFrom(null, 'ivy', '=mix'),
      styleId: fc.constantFrom(null, 'calm'),
      take: fc.integer({ min: 0, max: 99 }),
      hasHotkey: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((drafts) => {
    const groups = ['Everyday', '日常', '-x'].reduce(
      (all, name, index) => addGroup(all, `g${index}`, name),
      EMPTY_LIBRARY,
    );
    return drafts.reduce((all, { group, hasHotkey, ...draft }, index) => {
      const places = draft.slots.map(({ name }) => `{${name}}`).join(' ');
      const phrase = phraseDraftSchema.parse({
        ...draft,
        groupId: `g${group}`,
        // The number keeps them apart: a phrase that is there already is not added again.
        text: `${escapeBraces(draft.text)} ${places}${index}`,
        hotkey: hasHotkey ? `Control+Alt+F${index + 1}` : '',
      });
      return addPhrase(all, `p${index}`, phrase);
    }, groups);
  });

describe('files of phrases', () => {
  it('bring a whole library back, as JSON', () => {
    fc.assert(
      fc.property(library, (any) => {
        const { library: again, result } = imported(readPhrasesJson(writePhrasesJson(any)));
        expect(contentOf(again)).toEqual(contentOf(any));
        expect(result).toEqual({ added: any.phrases.length, skipped: [], adjusted: [] });
      }),
    );
  });

  it('bring all phrases back, as CSV', () => {
    fc.assert(
      fc.property(library, (any) => {
        const { library: again, result } = imported(readPhrasesCsv(writePhrasesCsv(any)));
        const used = {
          ...any,
          groups: any.groups.filter(({ id }) => any.phrases.some((one) => one.groupId === id)),
        };
        expect(contentOf(again)).toEqual(contentOf(used));
        expect(result.skipped).toEqual([]);
      }),
    );
  });

  it('add nothing twice, and replace nothing', () => {
    fc.assert(
      fc.property(library, (any) => {
        const { library: again, result } = imported(readPhrasesJson(writePhrasesJson(any)), any);
        expect(again).toEqual(any);
        expect(result.skipped.length).toBe(any.phrases.length);
        expect(result.added).toBe(0);
      }),
    );
  });

  it('hold no cell that a spreadsheet would run', () => {
    const formula = addPhrase(
      addGroup(EMPTY_LIBRARY, 'g', '@group'),
      'p',
      phraseDraftSchema.parse({ groupId: 'g', text: '=HYPERLINK("http://x")', label: '-1' }),
    );
    const cells = writePhrasesCsv(formula).split('\r\n')[1]?.split(',') ?? [];
    for (const cell of cells) expect(cell).not.toMatch(/^"?[=+\-@]/);
  });
});

describe('CSV from elsewhere', () => {
  it.each<[string, string, string[]]>([
    ['one column with a header', 'text\nHello, there.\nBye; now.\n', ['Hello, there.', 'Bye; now.']],
    ['one column without a header', 'Yes, please.\n\nNo.\n', ['Yes, please.', 'No.']],
    ['a single line', 'Yes', ['Yes']],
    ['semicolons', 'Text;Label\n"Hello; you";Hi\n', ['Hello; you']],
    ['tabs', 'label\ttext\nx\tHello, you\n', ['Hello, you']],
    ['a mark at its beginning', '\uFEFFtext,label\r\nHello,x\r\n', ['Hello']],
    ['unknown columns', 'id,text,who\n1,Hello,me\n', ['Hello']],
    ['quotes over lines', 'text\n"One\nTwo"\nThree', ['One\nTwo', 'Three']],
    ['nothing', '', []],
  ])('with %s is read', (_, csv, texts) => {
    const { library: read, result } = imported(readPhrasesCsv(csv));
    expect(textsOf(read)).toEqual(texts);
    expect(result.skipped).toEqual([]);
  });

  it('may have any text in a name in braces, since it cannot know slots', () => {
    const { library: read } = imported(readPhrasesCsv('text\nHi {who}'));
    expect(read.phrases[0]?.slots).toEqual([{ kind: 'text', name: 'who' }]);
  });

  it('is told of its broken lines by their numbers; the others are added', () => {
    const csv = [
      'text,group,take,slots',
      '"Good,\r\nover two lines",A,0,',
      ',A,,',
      'Bad take,A,many,',
      'Bad slots,A,,[{',
      'Too,many,cells,,here',
      'Brace { alone,A,,',
      'Good too,A,,',
      'Good too,A,,',
      `${'long '.repeat(500)},A,,`,
    ].join('\r\n');
    const { library: read, result } = imported(readPhrasesCsv(csv));
    expect(textsOf(read)).toEqual(['Good,\r\nover two lines', 'Good too']);
    const inOrder = [...result.skipped].sort((a, b) => a.line - b.line);
    expect(inOrder.map(({ line, code, values }) => [line, code, values])).toEqual([
      [4, 'field-missing', { field: 'text' }],
      [5, 'field-wrong', { field: 'take' }],
      [6, 'slots-not-json', {}],
      [7, 'too-many-cells', { cells: 5, columns: 4 }],
      [8, 'unbalanced-brace', { slot: '', character: 7 }],
      [10, 'duplicate', { group: 'A' }],
      [11, 'field-too-long', { field: 'text' }],
    ]);
    for (const { reason } of result.skipped) expect(reason).not.toBe('');
  });

  it('brings no more groups than a library takes', () => {
    const rows = Array.from({ length: MAX_GROUPS + 1 }, (_, index) => `Hello ${index},Group ${index}`);
    const { library: read, result } = imported(readPhrasesCsv(['text,group', ...rows].join('\n')));
    expect(read.groups).toHaveLength(MAX_GROUPS);
    expect(result.skipped).toMatchObject([{ line: MAX_GROUPS + 2, code: 'full' }]);
  });

  it('without texts is refused with the names of its columns', () => {
    expect(() => readPhrasesCsv('id,phrase\n1,Hello')).toThrow(/id, phrase/);
  });
});

describe('JSON from elsewhere', () => {
  it('may be a list of texts, or of phrases', () => {
    const { library: read } = imported(readPhrasesJson('["Hello.", {"text": "Bye.", "group": "A"}]'));
    expect(textsOf(read)).toEqual(['Hello.', 'Bye.']);
    expect(read.groups.map(({ name }) => name)).toEqual(['Imported', 'A']);
  });

  it('is told of its broken phrases by their lines', () => {
    const json =
      '{"format":"sotto-phrases","version":1,\n"phrases":[\n{"text":"Good."},\n{"txt":"Bad."},\n5\n]}';
    const { library: read, result } = imported(readPhrasesJson(json));
    expect(textsOf(read)).toEqual(['Good.']);
    expect(result.skipped).toContainEqual({
      line: 4,
      code: 'field-missing',
      values: { field: 'text' },
      reason: expect.stringContaining('text') as string,
    });
    expect(result.skipped).toContainEqual(expect.objectContaining({ code: 'no-phrase' }));
    expect(result.skipped.length).toBe(2);
  });

  it.each([
    ['{"phrases": [\n"a",\n}', 3],
    ['', 1],
    ['[1 2]', 1],
    ['{"a": 1}', 1],
    ['{"format":"sotto-phrases","version":2,"phrases":[]}', 1],
    ['['.repeat(100_000), 1],
  ])('that is none is refused with its line: %#', (json, line) => {
    const thrown = ((): unknown => {
      try {
        return readPhrasesJson(json);
      } catch (error) {
        return error;
      }
    })();
    expect((thrown as SottoError).code).toBe('bad-input');
    expect((thrown as SottoError).details).toEqual({ line });
  });

  it('is read as JSON.parse reads it, and refused where that refuses it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.nat(), fc.string({ maxLength: 1 }), (json, at, other) => {
        expect(parseLocatedJson(json).value).toEqual(JSON.parse(json));
        const place = at % (json.length + 1);
        const changed = json.slice(0, place) + other + json.slice(place + 1);
        const outcome = (parse: (text: string) => unknown): unknown => {
          try {
            return { value: parse(changed) };
          } catch {
            return 'refused';
          }
        };
        expect(outcome((one) => parseLocatedJson(one).value)).toEqual(outcome(JSON.parse));
      }),
      { numRuns: 300 },
    );
  });

  it('counts lines as an editor does', () => {
    expect([0, 1, 2, 3, 4].map(lineCounter('a\nb\n'))).toEqual([1, 1, 2, 2, 3]);
  });
});

describe('a hotkey in a file', () => {
  it('that is in use, or is none, is left out and told', () => {
    const csv = 'text,hotkey\nOne,Ctrl+Alt+1\nTwo,Control+Alt+1\nThree,CommandOrControl+Alt+Space\nFour,x';
    const { library: read, result } = imported(readPhrasesCsv(csv));
    expect(read.phrases.map(({ hotkey }) => hotkey)).toEqual(['Ctrl+Alt+1', '', '', '']);
    expect(result.adjusted.map(({ line, code, values }) => [line, code, values.hotkey])).toEqual([
      [3, 'hotkey-taken', 'Control+Alt+1'],
      [4, 'hotkey-taken', 'CommandOrControl+Alt+Space'],
      [5, 'hotkey-unusable', 'x'],
    ]);
    expect(result.added).toBe(4);
  });
});
