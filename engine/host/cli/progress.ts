import { durationText } from './text-table.js';

const BAR_CELLS = 20;
const REPAINT_MS = 200;
/** For terminals that do not know their size. */
const DEFAULT_COLUMNS = 80;

interface Passage {
  readonly startMs: number;
  readonly text: string;
  /** Part of the whole text that is behind this passage's end; undefined while the whole is not known. */
  readonly fractionAtEnd: number | undefined;
  readonly endMs: number;
}

export interface ProgressView {
  readonly positionMs: number;
  readonly columns: number;
  readonly passage: Passage;
}

/** One line: a bar with an estimate when the whole text is known, the time, and the passage that is heard or written. */
export function progressLine({ positionMs, columns, passage }: ProgressView): string {
  const elapsed = durationText(positionMs);
  let head = elapsed;
  if (passage.fractionAtEnd !== undefined && passage.fractionAtEnd > 0) {
    const totalMs = passage.endMs / passage.fractionAtEnd;
    const done = totalMs > 0 ? Math.min(1, positionMs / totalMs) : 0;
    const filled = Math.round(done * BAR_CELLS);
    const about = passage.fractionAtEnd < 1 ? '~' : '';
    head = `[${'='.repeat(filled)}${' '.repeat(BAR_CELLS - filled)}] ${elapsed} of ${about}${durationText(totalMs)}`;
  }
  const room = Math.max(0, columns - head.length - 3);
  const shown = fitting(passage.text.replace(/\s+/gu, ' ').trim(), room);
  return shown === '' ? head : `${head}  ${shown}`;
}

/** The last word on a file that was written: its length, and the time it took per second of audio. */
export function writtenLine(path: string, durationMs: number, speakingMs: number): string {
  const factor = (speakingMs / durationMs).toFixed(2);
  return `wrote ${path}: ${durationText(durationMs)}, real-time factor ${factor}`;
}

const graphemes = new Intl.Segmenter();
/** Han characters, full-width forms and pictographs take two cells of a terminal. */
const WIDE = /[\p{Script=Han}\p{Extended_Pictographic}\u3000-\u303f\uff00-\uff60]/u;

/** As much of the start of a text as fits into so many cells. */
function fitting(text: string, cells: number): string {
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += WIDE.test(segment) ? 2 : 1;
    if (used > cells) return text.slice(0, index);
  }
  return text;
}

/** What is needed of a terminal. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'columns'> & { write(text: string): unknown };

/** Shows progress on a terminal, on one line that is repainted and wiped at the end. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #positionMs: () => number | undefined;
  readonly #passages: Passage[] = [];
  readonly #timer: NodeJS.Timeout;
  #madeMs = 0;

  /** @param positionMs where the listener is; undefined when there is none, then what was made counts */
  constructor(stream: ProgressStream, positionMs: () => number | undefined) {
    this.#stream = stream;
    this.#positionMs = positionMs;
    this.#timer = setInterval(() => this.#paint(), REPAINT_MS).unref();
  }

  add(passage: Passage): void {
    this.#passages.push(passage);
    this.#paint();
  }

  made(untilMs: number): void {
    this.#madeMs = untilMs;
  }

  /** Writes a line that stays: the progress gives way to it, and goes on below it. */
  note(line: string): void {
    this.#wipe();
    this.#stream.write(`${line}\n`);
    this.#paint();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#wipe();
  }

  #wipe(): void {
    if (this.#passages.length > 0) this.#stream.write('\r\u001b[K');
  }

  #paint(): void {
    const positionMs = this.#positionMs() ?? this.#madeMs;
    while ((this.#passages[1]?.startMs ?? Infinity) <= positionMs) this.#passages.shift();
    const passage = this.#passages[0];
    if (passage === undefined) return;
    this.#stream.write(
      `\r\u001b[K${progressLine({ positionMs, columns: this.#stream.columns || DEFAULT_COLUMNS, passage })}`,
    );
  }
}
