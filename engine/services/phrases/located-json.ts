import { SottoError } from '../../shared/errors.js';

/** Deeper than any file of ours; without a bound, a file of brackets would overflow the stack. */
const MAX_DEPTH = 32;

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** JSON with the lines that its objects and arrays begin on, so that what is wrong can be pointed at. */
export interface LocatedJson {
  readonly value: unknown;
  /** Counted from 1; 1 for what is no object or array of this text. */
  lineOf(value: unknown): number;
}

/** Reads JSON. @throws SottoError `bad-input` with the line where it stops being JSON */
export function parseLocatedJson(text: string): LocatedJson {
  return new Reader(text).read();
}

/** Tells the line that an offset lies on, counted from 1. */
export function lineCounter(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) ends.push(at);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

class Reader {
  readonly #text: string;
  readonly #offsets = new WeakMap<object, number>();
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): LocatedJson {
    const value = this.#value(0);
    if (this.#next() !== undefined) this.#fail();
    const lineAt = lineCounter(this.#text);
    return {
      value,
      lineOf: (part) => {
        const offset = typeof part === 'object' && part !== null ? this.#offsets.get(part) : undefined;
        return lineAt(offset ?? 0);
      },
    };
  }

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) this.#fail();
    switch (this.#next()) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      default:
        return JSON.parse(this.#match(SCALAR)) as unknown;
    }
  }

  #object(depth: number): unknown {
    const start = this.#at++;
    const members: [string, unknown][] = [];
    while (this.#next() !== '}') {
      if (members.length > 0) this.#take(',');
      this.#skipSpace();
      const name = this.#string();
      this.#take(':');
      members.push([name, this.#value(depth + 1)]);
    }
    this.#at++;
    return this.#located(Object.fromEntries(members), start);
  }

  #array(depth: number): unknown {
    const start = this.#at++;
    const items: unknown[] = [];
    while (this.#next() !== ']') {
      if (items.length > 0) this.#take(',');
      items.push(this.#value(depth + 1));
    }
    this.#at++;
    return this.#located(items, start);
  }

  #string(): string {
    return JSON.parse(this.#match(STRING)) as string;
  }

  #located<T extends object>(value: T, offset: number): T {
    this.#offsets.set(value, offset);
    return value;
  }

  #take(sign: string): void {
    if (this.#next() !== sign) this.#fail();
    this.#at++;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) return this.#fail();
    this.#at += match.length;
    return match;
  }

  /** The next sign that is no white space; undefined at the end. */
  #next(): string | undefined {
    this.#skipSpace();
    return this.#text[this.#at];
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#text)?.[0].length ?? 0;
  }

  #fail(): never {
    const line = lineCounter(this.#text)(this.#at);
    throw new SottoError({
      code: 'bad-input',
      message: `line ${line} is not JSON`,
      kept: 'nothing was added',
      next: 'choose a file that was exported as JSON',
      details: { line },
    });
  }
}
