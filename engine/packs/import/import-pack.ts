import { rm } from 'node:fs/promises';
import type { ImportFinding } from '../../shared/app/packs.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError, toErrorShape, type ErrorShape } from '../../shared/errors.js';
import { isOutOfSpace } from '../../files/file-errors.js';
import { namesIn } from '../../files/presence.js';
import { activate, makeStaging } from '../pack-folders.js';
import { auditionPack, type Audience } from './audition.js';
import { ImportError, Refusal } from './findings.js';
import { recognise } from './recognise.js';
import { openSource, type SourceFile } from './source.js';
import { copyPapers } from './write-pack.js';

export type { Audition } from './audition.js';

/** In this order. */
export type ImportPhase = 'reading' | 'copying' | 'auditioning' | 'activating';

export interface ImportProgress {
  readonly phase: ImportPhase;
  /** Bytes of the source that were read in this phase. */
  readonly doneBytes: number;
  /** About as many as there will be; 0 where a phase is not counted in bytes. */
  readonly totalBytes: number;
}

export interface ImportRequest {
  /** A folder or a zip file. It is only read. */
  readonly source: string;
  /** Folder of the installed packs; made where it is missing. */
  readonly packsDir: string;
  /** Loads the finished pack in the engine and listens to a line of it, once a precision, before it is activated. */
  readonly audition: Audience;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /** Takes the place of an installed pack of the same id. */
  readonly replaces?: boolean;
  /** Ids of packs that lie elsewhere, such as the one that came with the program: they cannot be replaced. */
  readonly reservedIds?: readonly string[];
}

export interface ImportedPack {
  readonly packId: string;
  /** What was recognised, left out and missing, in the order in which it was found. */
  readonly report: readonly ImportFinding[];
}

const KEPT = 'nothing was imported, and what was installed is as it was';

/**
 * Imports a model as a pack: recognises its layout, converts it, has it auditioned, and puts it among the installed packs.
 * It is written into a hidden folder beside them and renamed into place, so that there is never half a pack; whatever
 * fails, the folder goes.
 * @throws ImportError `pack-unrecognised`, `pack-refused`, `pack-invalid`, `pack-installed` (offer `replaces`),
 *   `file-unreadable`, `file-unwritable`, `disk-full`, `cancelled`, each with the report up to there
 */
export async function importPack(request: ImportRequest): Promise<ImportedPack> {
  const report: ImportFinding[] = [];
  try {
    const packId = await importInto(request, report);
    return { packId, report };
  } catch (thrown) {
    if (thrown instanceof Refusal) report.push(thrown.finding);
    throw new ImportError(shapeOf(thrown, request), report, { cause: thrown });
  }
}

async function importInto(request: ImportRequest, report: ImportFinding[]): Promise<string> {
  const { signal = new AbortController().signal } = request;
  const source = await openSource(request.source);
  try {
    const counter = new ReadCounter(request);
    const files = source.files.map((file) => counter.counted(file));
    counter.begin('reading', bytesToRead(files));
    const found = await recognise(files, source.where, report);
    const { id, name, bytes, write } = found;
    await checkId(request, id, name);

    const staging = await makeStaging(request.packsDir);
    try {
      counter.begin('copying', bytes);
      await write(staging);
      await copyPapers(found.files, staging);
      counter.begin('auditioning', 0);
      await auditionPack(staging, request.audition, signal, report);
      counter.begin('activating', 0);
      signal.throwIfAborted();
      await activate(staging, request.packsDir, id);
      return id;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } finally {
    await source.close();
  }
}

/** Before anything is copied: to be asked about another pack only after minutes would be a nuisance. */
async function checkId(request: ImportRequest, id: string, name: string): Promise<void> {
  const isReserved = request.reservedIds?.includes(id) ?? false;
  const isInstalled = (await namesIn(request.packsDir)).includes(id);
  if (!isReserved && (!isInstalled || request.replaces === true)) return;
  throw new SottoError({
    code: 'pack-installed',
    message: `the voice pack "${id}" (${name}) is installed already`,
    kept: KEPT,
    next: isReserved
      ? 'it came with the program and stays; give the other one another id in its pack.json'
      : 'import it again and have it replaced (`--replace` on the command line), or remove the installed one first',
    details: { packId: id, name, canReplace: !isReserved },
  });
}

/** Of models and tables; what else there is matters little, and weights that stand apart are only copied. */
function bytesToRead(files: readonly SourceFile[]): number {
  return files
    .filter(({ path }) => /\.(onnx|bin|npz|npy)$/i.test(path))
    .reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Counts what is read of the source, and stops the reading when the import is cancelled. */
class ReadCounter {
  readonly #request: ImportRequest;
  #phase: ImportPhase = 'reading';
  #doneBytes = 0;
  #totalBytes = 0;

  constructor(request: ImportRequest) {
    this.#request = request;
  }

  begin(phase: ImportPhase, totalBytes: number): void {
    [this.#phase, this.#doneBytes, this.#totalBytes] = [phase, 0, totalBytes];
    this.#add(0);
  }

  counted(file: SourceFile): SourceFile {
    return { ...file, read: () => this.#read(file) };
  }

  async *#read(file: SourceFile): AsyncGenerator<Buffer, void, void> {
    try {
      for await (const chunk of file.read()) {
        this.#request.signal?.throwIfAborted();
        this.#add(chunk.length);
        yield chunk;
      }
    } catch (thrown) {
      throw errnoOf(thrown) === undefined || thrown instanceof SottoError ? thrown : unreadable(file, thrown);
    }
  }

  #add(bytes: number): void {
    this.#doneBytes += bytes;
    this.#request.onProgress?.({
      phase: this.#phase,
      doneBytes: this.#doneBytes,
      totalBytes: this.#totalBytes && Math.max(this.#totalBytes, this.#doneBytes),
    });
  }
}

function unreadable({ path }: SourceFile, thrown: unknown): SottoError {
  return new SottoError(
    {
      code: 'file-unreadable',
      message: `${path} cannot be read: ${(thrown as Error).message}`,
      kept: KEPT,
      next: 'check that the file can be read',
    },
    { cause: thrown },
  );
}

/** What happened, in the form of an error. */
function shapeOf(thrown: unknown, { signal, packsDir }: ImportRequest): ErrorShape {
  if (signal?.aborted === true) return { code: 'cancelled', message: 'the import was cancelled', kept: KEPT };
  if (thrown instanceof Refusal) return refusalShape(thrown);
  const errno = thrown instanceof SottoError ? undefined : errnoOf(thrown);
  if (errno === undefined) return { kept: KEPT, ...toErrorShape(thrown) };
  if (isOutOfSpace(errno))
    return {
      code: 'disk-full',
      message: `there is no space left for the pack in ${packsDir}`,
      kept: KEPT,
      next: 'free some space, and import it again',
    };
  return {
    code: 'file-unwritable',
    message: `the pack could not be written: ${(thrown as Error).message}`,
    kept: KEPT,
    next: `check that ${packsDir} can be written to`,
  };
}

function refusalShape({ finding, next, isUnrecognised }: Refusal): ErrorShape {
  return {
    code: isUnrecognised ? 'pack-unrecognised' : 'pack-refused',
    message: finding.text,
    kept: KEPT,
    ...(next !== undefined && { next }),
    details: { ...finding.values, finding: finding.code },
  };
}
