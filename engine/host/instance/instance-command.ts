import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { SottoError } from '../../shared/errors.js';

/** What a second start, a desktop's own shortcut or a script may ask of the Sotto that runs. */
export const instanceCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('speak-selection') }),
  z.strictObject({ kind: z.literal('speak-clipboard') }),
  z.strictObject({ kind: z.literal('speak-text'), text: z.string().max(1_000_000) }),
  z.strictObject({ kind: z.literal('quick') }),
  z.strictObject({ kind: z.literal('stop') }),
  /** Absolute paths. */
  z.strictObject({ kind: z.literal('open-files'), paths: z.array(z.string()).min(1).max(500) }),
  /** Bring the window to the front. */
  z.strictObject({ kind: z.literal('show') }),
]);

export type InstanceCommand = z.output<typeof instanceCommandSchema>;

const FLAGS: Readonly<Record<string, InstanceCommand>> = {
  '--speak-selection': { kind: 'speak-selection' },
  '--speak-clipboard': { kind: 'speak-clipboard' },
  '--quick': { kind: 'quick' },
  '--stop': { kind: 'stop' },
};

/**
 * The one flag among arguments that is meant for the running instance; undefined when there is none.
 * @throws SottoError `bad-input` when there are several
 */
export function flaggedCommand(args: readonly string[]): InstanceCommand | undefined {
  const flags = [...new Set(args.filter((arg) => Object.hasOwn(FLAGS, arg)))];
  const [flag, another] = flags;
  if (flag === undefined) return undefined;
  if (another !== undefined)
    throw new SottoError({
      code: 'bad-input',
      message: `${flag} and ${another} cannot be asked for at once`,
    });
  return FLAGS[flag];
}

/**
 * What the arguments of an app's start mean to the instance that runs already: a flag, files to open, or neither, which
 * asks for the window. Switches of the runtime, which it adds by itself, are passed over.
 * @param args without the program itself
 * @param folder where relative paths start
 */
export function commandOfStart(args: readonly string[], folder: string): InstanceCommand {
  const flagged = flaggedCommand(args);
  if (flagged) return flagged;
  const paths = args.filter((arg) => arg !== '' && !arg.startsWith('-')).map((arg) => pathOf(arg, folder));
  return paths.length > 0 ? { kind: 'open-files', paths } : { kind: 'show' };
}

/** Linux desktops may hand a file over as an address, percent-encoded (Desktop Entry Specification, `%U`). */
function pathOf(arg: string, folder: string): string {
  if (!/^file:/i.test(arg)) return resolve(folder, arg);
  try {
    return fileURLToPath(arg);
  } catch {
    // An address of another machine, or malformed: the queue then says that there is no such file.
    return resolve(folder, arg);
  }
}
