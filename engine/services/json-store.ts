import { access, mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../files/atomic-file.js';
import { unwritable } from '../files/file-errors.js';
import { errnoOf } from '../shared/errno.js';
import { SottoError } from '../shared/errors.js';

/** Settings, drafts and libraries are a person's own: nobody else on the machine reads them. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

export interface JsonStoreOptions<T> {
  readonly file: string;
  /** What the file holds must pass it; what it gives back is the value. */
  readonly schema: z.ZodType<T>;
  /** The value while there is no file. */
  readonly initial: T;
  /** Hears `settings-broken` when a file was set aside, `file-unwritable` when a change could not be written. */
  readonly onTrouble: (error: SottoError) => void;
}

/** One value kept in one JSON file. A reader of the file, after a crash too, finds a whole earlier value or the newest. */
export interface JsonStore<T> {
  get(): T;
  /** Replaces the value, and writes it soon. Values that follow each other fast are written once. */
  set(value: T): void;
  /** @returns the new value */
  update(change: (value: T) => T): T;
  /** Resolves when everything set so far is on the disk. @throws SottoError `file-unwritable` */
  flush(): Promise<void>;
}

/**
 * Opens a JSON file, or begins with the initial value where there is none. A file that cannot be read is set aside as
 * `<name>.broken-<n>` and told about; it is never overwritten.
 */
export async function openJsonStore<T>(options: JsonStoreOptions<T>): Promise<JsonStore<T>> {
  return new FileStore(options, await load(options));
}

class FileStore<T> implements JsonStore<T> {
  readonly #options: JsonStoreOptions<T>;
  #value: T;
  #isDirty = false;
  #writing: Promise<void> | undefined;

  constructor(options: JsonStoreOptions<T>, value: T) {
    this.#options = options;
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#isDirty = true;
    // What could not be written stays due: the next change and every flush try it again.
    if (!this.#writing)
      this.#write().catch((thrown: unknown) => this.#options.onTrouble(thrown as SottoError));
  }

  update(change: (value: T) => T): T {
    this.set(change(this.#value));
    return this.#value;
  }

  async flush(): Promise<void> {
    while (this.#isDirty || this.#writing) await this.#write();
  }

  /** One write at a time; what is set meanwhile goes with the next one. */
  #write(): Promise<void> {
    this.#writing ??= this.#writeUntilClean().finally(() => (this.#writing = undefined));
    return this.#writing;
  }

  async #writeUntilClean(): Promise<void> {
    const { file } = this.#options;
    try {
      await mkdir(dirname(file), { recursive: true, mode: FOLDER_MODE });
      while (this.#isDirty) {
        this.#isDirty = false;
        await replaceFile(file, Buffer.from(`${JSON.stringify(this.#value, undefined, 2)}\n`), FILE_MODE);
      }
    } catch (thrown) {
      this.#isDirty = true;
      throw writeFailure(file, thrown);
    }
  }
}

function writeFailure(file: string, thrown: unknown): SottoError {
  const error = unwritable(file, thrown, 'the change holds until the app ends');
  if (error instanceof SottoError) return error;
  return new SottoError(
    { code: 'internal', message: `${basename(file)} could not be written: ${String(thrown)}` },
    { cause: thrown },
  );
}

async function load<T>(options: JsonStoreOptions<T>): Promise<T> {
  let reason: string;
  try {
    const value: unknown = JSON.parse(await readFile(options.file, 'utf8'));
    const parsed = options.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    reason = z.prettifyError(parsed.error);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return options.initial;
    reason = thrown instanceof Error ? thrown.message : String(thrown);
  }
  await setAside(options, reason);
  return options.initial;
}

/** @throws SottoError `settings-broken` when even that fails: what cannot be set aside must not be written over */
async function setAside<T>({ file, onTrouble }: JsonStoreOptions<T>, reason: string): Promise<void> {
  const shape = { code: 'settings-broken', message: `${basename(file)} cannot be read: ${reason}` } as const;
  try {
    const aside = await freeName(file);
    await rename(file, aside);
    onTrouble(
      new SottoError({
        ...shape,
        kept: `the file is kept as ${basename(aside)}; everything starts from its defaults`,
        next: `repair it and put it back as ${basename(file)} while the app is closed`,
        details: { file, aside },
      }),
    );
  } catch (thrown) {
    throw new SottoError(
      {
        ...shape,
        kept: 'the file is untouched',
        next: 'allow the app to write to its folder, and start it again',
        details: { file },
      },
      { cause: thrown },
    );
  }
}

async function freeName(file: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = `${file}.broken-${number}`;
    try {
      await access(name);
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return name;
      throw thrown;
    }
  }
}
