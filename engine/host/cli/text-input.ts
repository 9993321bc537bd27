import { open } from 'node:fs/promises';
import { errnoOf } from '../../shared/errno.js';
import { SottoError } from '../../shared/errors.js';

const READ_BYTES = 64 * 1024;

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ENAMETOOLONG: 'the name is too long',
};

/** The names that `TextDecoder` has for what a byte order mark announces; files without one are UTF-8. */
const BYTE_ORDER_MARKS = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
] as const;

/**
 * Bytes in, text out, piece by piece: UTF-8, or UTF-16 with a byte order mark. The mark is not part of the text.
 * Throws `binary-input` at bytes that are no text.
 */
export class TextBytes {
  readonly #name: string;
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  #held: Uint8Array = new Uint8Array(0);

  /** @param name what the bytes come from, for messages */
  constructor(name: string) {
    this.#name = name;
  }

  push(bytes: Uint8Array): string {
    if (this.#decoder !== undefined) return this.#decode(bytes, true);
    this.#held = Buffer.concat([this.#held, bytes]);
    if (couldBecomeMark(this.#held)) return '';
    return this.#start(true);
  }

  /** What is left at the end. */
  end(): string {
    if (this.#decoder === undefined) return this.#start(false);
    return this.#decode(new Uint8Array(0), false);
  }

  #start(isMoreToCome: boolean): string {
    const mark = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, at) => this.#held[at] === byte));
    this.#decoder = new TextDecoder(mark?.encoding ?? 'utf-8', { fatal: true });
    const bytes = this.#held;
    this.#held = new Uint8Array(0);
    return this.#decode(bytes, isMoreToCome);
  }

  #decode(bytes: Uint8Array, isMoreToCome: boolean): string {
    let text: string | undefined;
    try {
      text = this.#decoder?.decode(bytes, { stream: isMoreToCome }) ?? '';
    } catch (thrown) {
      if (!(thrown instanceof TypeError)) throw thrown;
    }
    if (text === undefined || text.includes('\0')) {
      throw new SottoError({
        code: 'binary-input',
        message: `${this.#name} is not text (UTF-8, or UTF-16 with a byte order mark)`,
        kept: 'nothing of it was spoken',
        next: 'give it as plain text',
      });
    }
    return text;
  }
}

function couldBecomeMark(bytes: Uint8Array): boolean {
  return BYTE_ORDER_MARKS.some(
    (mark) => bytes.length < mark.bytes.length && bytes.every((byte, at) => mark.bytes[at] === byte),
  );
}

/** Reads a whole file as text. @throws SottoError `file-unreadable`, `binary-input` */
export async function readTextFile(path: string): Promise<string> {
  const text = new TextBytes(path);
  let whole = '';
  try {
    const handle = await open(path, 'r');
    try {
      const buffer = new Uint8Array(READ_BYTES);
      for (;;) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        whole += text.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    throw unreadable(path, thrown);
  }
  return whole + text.end();
}

/** Says why something could not be read; what is not an error of the system passes unchanged. */
function unreadable(name: string, thrown: unknown): unknown {
  const errno = errnoOf(thrown);
  if (thrown instanceof SottoError || errno === undefined || !(thrown instanceof Error)) return thrown;
  return new SottoError(
    {
      code: 'file-unreadable',
      message: `cannot read ${name}: ${UNREADABLE[errno] ?? thrown.message}`,
      next: 'name another file',
      details: { errno },
    },
    { cause: thrown },
  );
}

/**
 * Text as it arrives, one line at a time, each with its line end, so that the lines joined are the text.
 * @throws SottoError `file-unreadable`, `binary-input`
 */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<string, void> {
  const text = new TextBytes(name);
  let rest = '';
  try {
    for await (const bytes of stream) {
      rest += text.push(bytes);
      let start = 0;
      for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', start)) {
        yield rest.slice(start, end + 1);
        start = end + 1;
      }
      rest = rest.slice(start);
    }
  } catch (thrown) {
    throw unreadable(name, thrown);
  }
  rest += text.end();
  if (rest !== '') yield rest;
}
