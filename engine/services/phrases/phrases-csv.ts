import Papa from 'papaparse';
import { SottoError } from '../../shared/errors.js';
import type { Library } from './library.js';
import { remark } from './import-notes.js';
import { lineCounter } from './located-json.js';
import { readRow, type ReadFile, type ReadRow } from './phrase-rows.js';

/**
 * Columns, in any order and case; all but `text` may be missing. `voice` and `style` are ids, empty for whoever is chosen in
 * the picker. `slots` is JSON, as in the JSON file. `docs/phrase-files.md` tells their writers.
 */
const COLUMNS = [
  'group',
  'text',
  'label',
  'emoji',
  'colour',
  'hotkey',
  'voice',
  'style',
  'take',
  'slots',
] as const;

type Column = (typeof COLUMNS)[number];

const DELIMITERS = [',', ';', '\t'];

/** Separates nothing that a person writes: a file of one column has a text on each line, commas and all. */
const NO_DELIMITER = '\u001f';

/** Spreadsheets run a cell that begins like this as a formula; a quote before it says that it is text. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/u;
const QUOTED_FORMULA = /^'+[=+\-@\t\r＝＋－＠]/u;

/** Without it, spreadsheets take the file for one in the system's old character set. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Writes a library as CSV. Groups without phrases have no line, and so are left out. */
export function writePhrasesCsv(library: Library): string {
  const names = new Map(library.groups.map(({ id, name }) => [id, name]));
  const rows = library.phrases.map((phrase): Record<Column, string> => ({
    group: names.get(phrase.groupId) ?? '',
    text: phrase.text,
    label: phrase.label,
    emoji: phrase.emoji,
    colour: phrase.colour,
    hotkey: phrase.hotkey,
    voice: phrase.voiceId ?? '',
    style: phrase.styleId ?? '',
    take: phrase.take === 0 ? '' : String(phrase.take),
    slots: phrase.slots.length === 0 ? '' : JSON.stringify(phrase.slots),
  }));
  const cells = rows.map((row) => COLUMNS.map((column) => asText(row[column])));
  return `${BYTE_ORDER_MARK}${Papa.unparse([[...COLUMNS], ...cells], { newline: '\r\n' })}\r\n`;
}

/**
 * Reads phrases from CSV with the separator that its first line uses. A file of one column needs no header.
 * @throws SottoError `bad-input` with the line, when no column holds texts
 */
export function readPhrasesCsv(text: string): ReadFile {
  const lines = readLines(text.replace(BYTE_ORDER_MARK, ''));
  const [header] = lines;
  if (!header) return { groups: [], rows: [] };
  const columns = header.cells.map((cell) => cell.trim().toLowerCase());
  const hasHeader = columns.includes('text');
  if (!hasHeader && columns.length > 1) throw noTexts(header.line, columns);
  const named = hasHeader ? columns : ['text'];
  const rows = (hasHeader ? lines.slice(1) : lines).map((line) => readLine(line, named));
  return { groups: [], rows };
}

interface Line {
  /** Counted from 1; the first of those that a quoted cell covers. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly trouble: string | undefined;
}

function readLines(text: string): Line[] {
  const lines: Line[] = [];
  const lineAt = lineCounter(text);
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step: ({ data, errors, meta }) => {
      const isEmpty = data.every((cell) => cell.trim() === '');
      if (!isEmpty) lines.push({ line: lineAt(start), cells: data, trouble: errors[0]?.message });
      start = meta.cursor;
    },
  });
  return lines;
}

function delimiterOf(text: string): string {
  const firstLine = /^.*/.exec(text.trimStart())?.[0] ?? '';
  // Only a header tells columns from commas in a sentence.
  const used = DELIMITERS.find((delimiter) =>
    firstLine.split(delimiter).some((cell) => cell.replaceAll('"', '').trim().toLowerCase() === 'text'),
  );
  const isOneColumn = used === undefined || !firstLine.includes(used);
  return isOneColumn && !looksLikeHeader(firstLine) ? NO_DELIMITER : (used ?? ',');
}

/** Several short words between separators: a header that names its columns otherwise, which is refused by its names. */
function looksLikeHeader(line: string): boolean {
  return /^"?\w+"?([,;\t]"?\w+"?)+$/.test(line.trim());
}

function readLine({ line, cells, trouble }: Line, columns: readonly string[]): ReadRow {
  if (trouble !== undefined) return { line, ...remark('cells-broken', trouble) };
  if (cells.length > columns.length)
    return {
      line,
      ...remark('too-many-cells', `${cells.length} cells where the first line has ${columns.length}`, {
        cells: cells.length,
        columns: columns.length,
      }),
    };
  const cellOf = (column: Column): string => fromText(cells[columns.indexOf(column)] ?? '');
  const slots = slotsOf(cellOf('slots'));
  if (slots === undefined) return { line, ...remark('slots-not-json', 'slots: not JSON') };
  const take = cellOf('take').trim();
  return readRow(line, {
    group: cellOf('group'),
    text: cellOf('text'),
    label: cellOf('label'),
    emoji: cellOf('emoji'),
    colour: cellOf('colour'),
    hotkey: cellOf('hotkey').trim(),
    voiceId: cellOf('voice') || null,
    styleId: cellOf('style') || null,
    take: take === '' ? 0 : Number(take),
    slots,
  });
}

function slotsOf(cell: string): unknown {
  if (cell.trim() === '') return [];
  try {
    return JSON.parse(cell) as unknown;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

function asText(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

function fromText(cell: string): string {
  return QUOTED_FORMULA.test(cell) ? cell.slice(1) : cell;
}

function noTexts(line: number, columns: readonly string[]): SottoError {
  return new SottoError({
    code: 'bad-input',
    message: `line ${line} names the columns ${columns.join(', ')}; none of them is "text"`,
    kept: 'nothing was added',
    next: 'name the column that holds the phrases "text"',
    details: { line },
  });
}
