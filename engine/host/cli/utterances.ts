import { Readable } from 'node:stream';
import { documentKind } from '../../documents/kind.js';
import { SottoError } from '../../shared/errors.js';
import type { SpeakFlags } from './speak-options.js';
import { usageError } from './speak-options.js';
import { linesOf, readTextFile, TextBytes } from './text-input.js';

/** What is to be spoken, text after text. */
export interface TextSource {
  /** A text as a whole, or line after line as they come. */
  readonly texts: AsyncIterable<string>;
  /** Whether all of it is known from the start. */
  readonly isWhole: boolean;
}

const STDIN_NAME = 'standard input';

/**
 * The text that the command line names: words, a file, or standard input (`-`, or nothing while it is not a
 * terminal), which is read line by line. The words are given as arguments, and joined as `echo` does.
 */
export async function textSource(
  words: readonly string[],
  flags: Pick<SpeakFlags, 'file'>,
  signal: AbortSignal,
): Promise<TextSource> {
  const text = words.join(' ');
  if (flags.file !== undefined && words.length > 0) throw usageError('give a text or --file, not both');
  if (flags.file !== undefined && flags.file !== '-') return whole(await readFileText(flags.file));
  if (words.length > 0 && text !== '-') return whole(checkedArgument(text));
  if (words.length === 0 && flags.file === undefined && process.stdin.isTTY) {
    throw usageError('nothing to say', 'give a text, --file FILE, or text on standard input');
  }
  return { texts: linesOf(standardInput(signal), STDIN_NAME), isWhole: false };
}

/** Standard input as bytes; aborting ends a read that waits for the next line. */
export function standardInput(signal: AbortSignal): AsyncIterable<Uint8Array> {
  const { stdin } = process;
  const abort = (): void => void stdin.destroy(signal.reason as Error);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return stdin;
}

/** Standard input to its end, as one text. */
export async function readStandardInput(signal: AbortSignal): Promise<string> {
  let text = '';
  for await (const line of linesOf(standardInput(signal), STDIN_NAME)) text += line;
  return text;
}

export function nothingToSay(): SottoError {
  return new SottoError({
    code: 'empty-input',
    message: 'there is nothing to say in this text',
    kept: 'nothing was played or written',
    next: 'give a text with words in it',
  });
}

/** Pages and subtitles without their marks, as they are narrated; any other file as it is. */
async function readFileText(path: string): Promise<string> {
  const text = await readTextFile(path);
  const kind = documentKind(text, path);
  if (kind === 'txt' || kind === 'md') return text;
  // What takes pages apart is large, and first audio of a plain text must not wait for it.
  const { readDocument } = await import('../../documents/read-document.js');
  const { chapters } = await readDocument(path);
  return chapters.map((chapter) => chapter.text).join('\n\n');
}

function whole(text: string): TextSource {
  return { texts: Readable.from([text]), isWhole: true };
}

/** An argument may hold what no text holds as well. */
function checkedArgument(text: string): string {
  const bytes = new TextBytes('the text');
  return bytes.push(Buffer.from(text)) + bytes.end();
}
