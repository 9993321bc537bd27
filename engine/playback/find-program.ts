import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { errnoOf } from '../shared/errno.js';

/** Finds an executable as a shell would. @returns its path, or undefined when PATH holds none of that name */
export async function findProgram(command: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter)) {
    if (folder === '') continue;
    const suffixes = process.platform === 'win32' && !/\.\w+$/.test(command) ? ['.exe'] : [''];
    for (const suffix of suffixes) {
      const path = join(folder, command + suffix);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch (thrown) {
    if (errnoOf(thrown) !== undefined) return false;
    throw thrown;
  }
}
