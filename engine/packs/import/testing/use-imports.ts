import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import type { ModelFolder } from '../../testing/model-folders.js';
import { writeTinyPack } from '../../testing/tiny-packs.js';
import { ImportError } from '../findings.js';
import { importPack, type ImportedPack, type ImportRequest } from '../import-pack.js';

export interface Imports {
  /** A folder that is there for one test. */
  readonly folder: string;
  /** In it, of the installed packs. */
  readonly packsDir: string;
  /** Imports with an audition that nothing fails. */
  importing(source: string, options?: Partial<ImportRequest>): Promise<ImportedPack>;
  /** What went wrong, where nothing of it is left. */
  refusal(source: string, options?: Partial<ImportRequest>): Promise<ImportError>;
  /** The files of a small Sotto pack. */
  sottoPack(family?: 'split' | 'staged' | 'single'): Promise<ModelFolder>;
}

/** Imports into a temporary folder; to be called where tests are described. */
export function useImports(): Imports {
  let folder = '';
  let packsDir = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sotto-import-'));
    packsDir = join(folder, 'packs');
  });
  afterEach(() => rm(folder, { recursive: true }));
  const importing: Imports['importing'] = (source, options = {}) =>
    importPack({
      ...{ source, packsDir },
      audition: () => Promise.resolve({ isOk: true, reason: '' }),
      ...options,
    });
  return {
    get folder() {
      return folder;
    },
    get packsDir() {
      return packsDir;
    },
    importing,
    async refusal(source, options) {
      const before = await readdir(packsDir).catch(() => []);
      const error = await importing(source, options).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof ImportError)) throw new Error('it was not refused', { cause: error });
      expect(await readdir(packsDir).catch(() => [])).toEqual(before);
      return error;
    },
    async sottoPack(family = 'staged') {
      const made = join(folder, 'made');
      await writeTinyPack(made, { family, id: 'my-pack' });
      const names = await readdir(made);
      const contents = await Promise.all(
        names.map(async (name) => [name, await readFile(join(made, name))] as const),
      );
      return Object.fromEntries(contents);
    },
  };
}
