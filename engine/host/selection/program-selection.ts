import { execFile } from 'node:child_process';
import { findProgram } from '../../playback/find-program.js';
import type { SelectionReader } from '../../services/session/handlers.js';
import { SottoError } from '../../shared/errors.js';

interface Reader {
  readonly program: string;
  readonly isWayland: boolean;
  readonly selection: readonly string[];
  readonly clipboard: readonly string[];
}

/** Programs that read what is selected and copied, the compositor's own first. */
const READERS: readonly Reader[] = [
  {
    program: 'wl-paste',
    isWayland: true,
    selection: ['--primary', '--no-newline', '--type', 'text'],
    clipboard: ['--no-newline', '--type', 'text'],
  },
  {
    program: 'xclip',
    isWayland: false,
    selection: ['-out', '-selection', 'primary'],
    clipboard: ['-out', '-selection', 'clipboard'],
  },
  {
    program: 'xsel',
    isWayland: false,
    selection: ['--output', '--primary'],
    clipboard: ['--output', '--clipboard'],
  },
];

/** An application that owns the selection and does not answer would otherwise be waited for without end. */
const READ_LIMIT_MS = 3000;

/** As much as a speech takes. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Whether this desktop has something that can read its selection. */
export async function canReadSelection(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await findReader(env)) !== undefined;
}

/**
 * Reads the selection and the clipboard of a Linux desktop through the programs that it has for that. Elsewhere, and without
 * such a program, both are `unavailable-here`.
 */
export function createProgramSelection(env: NodeJS.ProcessEnv, limitMs = READ_LIMIT_MS): SelectionReader {
  const read = async (what: 'selection' | 'clipboard'): Promise<string> => {
    const found = await findReader(env);
    if (!found) throw unavailable(what);
    return run(found.path, found.reader[what], env, limitMs);
  };
  return { selection: () => read('selection'), clipboard: () => read('clipboard') };
}

async function findReader(env: NodeJS.ProcessEnv): Promise<{ reader: Reader; path: string } | undefined> {
  for (const reader of READERS) {
    const display = reader.isWayland ? env.WAYLAND_DISPLAY : env.DISPLAY;
    if (display === undefined || display === '') continue;
    const path = await findProgram(reader.program, env.PATH ?? '');
    if (path !== undefined) return { reader, path };
  }
  return undefined;
}

/** @returns what the program wrote; nothing when it says that there is nothing */
function run(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  limitMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env, timeout: limitMs, maxBuffer: MAX_OUTPUT_BYTES };
    execFile(path, args, options, (error, output) => {
      if (!error) resolve(output);
      // These programs fail when nothing is selected or what is selected is no text, and say so in their own words only.
      else if (typeof error.code === 'number') resolve('');
      else reject(unreadable(error));
    });
  });
}

function unavailable(what: string): SottoError {
  return new SottoError({
    code: 'unavailable-here',
    message: `the ${what} cannot be read here`,
    next: 'install wl-clipboard, xclip or xsel, or paste the text into the window',
  });
}

function unreadable(cause: Error): SottoError {
  return new SottoError(
    {
      code: 'unavailable-here',
      message: 'the application in front does not hand its text over',
      next: 'copy the text, then paste it into the window',
    },
    { cause },
  );
}
