import type { ImportFinding } from '../../shared/app/packs.js';

export interface Audition {
  readonly isOk: boolean;
  /** What was heard to be wrong; empty where nothing was. */
  readonly reason: string;
}

/** In this order. Bytes are those of the phase: read from the source, or written to the pack. */
export type ImportPhase = 'reading' | 'copying' | 'auditioning' | 'activating';

export interface ImportProgress {
  readonly phase: ImportPhase;
  readonly doneBytes: number;
  /** 0 where a phase is not counted in bytes. */
  readonly totalBytes: number;
}

export interface ImportRequest {
  /** A folder or a zip file. It is only read. */
  readonly source: string;
  /** Folder of the installed packs; made where it is missing. */
  readonly packsDir: string;
  /** Loads the finished pack in the engine and listens to a line of it, before it is activated. */
  readonly audition: (packDir: string, signal: AbortSignal) => Promise<Audition>;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
  /** Takes the place of an installed pack of the same id. */
  readonly replaces?: boolean;
}

export interface ImportedPack {
  readonly packId: string;
  /** What was recognised, left out and missing, in that order as it was found. */
  readonly report: readonly ImportFinding[];
}
