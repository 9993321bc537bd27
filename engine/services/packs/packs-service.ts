import type { PacksState, RecordingFinding } from '../../shared/app/packs.js';
import type { Unsubscribe } from '../../shared/transport.js';

export interface ImportSource {
  /** Of a file that a window handed over. */
  readonly fileId?: string | undefined;
  /** Of a folder or a zip on this machine. */
  readonly path?: string | undefined;
  /** Takes the place of an installed pack of the same id. */
  readonly replaces: boolean;
}

export interface Recording {
  readonly name: string;
  readonly packId: string;
  readonly language: 'en' | 'zh';
  readonly sampleRateHz: number;
  /** Mono. */
  readonly samples: Float32Array;
  readonly hasConsent: boolean;
}

/** Model packs: what is installed, what can be had, what is under way; and voices made of recordings. */
export interface PacksService {
  state(): PacksState;
  /** Hears the state now, then after every change. */
  watch(listener: (state: PacksState) => void): Unsubscribe;
  /** Looks what is installed: the command line may have brought or removed some. */
  look(): Promise<void>;
  /**
   * Downloads a pack of the catalogue, then imports it. It goes on after a restart.
   * @returns the task's id @throws SottoError `unknown-item`, `disk-full`, `bad-input` for a precision that is not published
   */
  download(catalogueId: string, precision: string): Promise<string>;
  /** @throws SottoError `unknown-item` */
  pauseTask(taskId: string): Promise<void>;
  /** Also tries a failed one once more. @throws SottoError `unknown-item` */
  resumeTask(taskId: string): void;
  /** Ends a task and removes what it left, or clears one that has ended. @throws SottoError `unknown-item` */
  removeTask(taskId: string): Promise<void>;
  /** @returns the task's id @throws SottoError `unknown-item`, `bad-input` for no source, or two */
  import(source: ImportSource): string;
  /** @throws SottoError `unknown-pack`, `refused` for the built-in one, `file-unwritable` */
  remove(packId: string): Promise<void>;
  /** @param precision null leaves the choice to the memory plan @throws SottoError `unknown-pack`, `bad-input` */
  setPrecision(packId: string, precision: string | null): Promise<void>;
  /**
   * Makes a voice of a recording.
   * @returns its id, and what is to be said of the recording
   * @throws SottoError `refused` without consent, `unavailable-here`, `unknown-pack`, `name-taken`, `recording-refused`
   */
  makeVoice(recording: Recording): Promise<{ voiceId: string; findings: readonly RecordingFinding[] }>;
  /** @throws SottoError `unknown-item` */
  removeVoice(voiceId: string): Promise<void>;
  /** What installed packs and recorded voices take on the disk, the built-in pack left out. */
  usage(): {
    readonly packs: { bytes: number; entries: number };
    readonly voices: { bytes: number; entries: number };
  };
  /** Removes every pack but the built-in one. @throws SottoError `file-unwritable` */
  clearPacks(): Promise<void>;
  /** Removes every recorded voice, and what was kept of their recordings. */
  clearVoices(): Promise<void>;
  /** Stops what is under way; it goes on at the next start. */
  dispose(): Promise<void>;
}
