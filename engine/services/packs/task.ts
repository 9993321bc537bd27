import type { PackTask } from '../../shared/app/packs.js';

/** Work on a pack that takes its time. */
export interface Task {
  readonly id: string;
  describe(): PackTask;
  /** Resolves when it rests. @throws SottoError `refused` where it cannot */
  pause(): Promise<void>;
  /** Goes on after a pause, or tries once more after a failure. */
  resume(): void;
  /** Ends it. Resolves when nothing of it is left. */
  remove(): Promise<void>;
  /** Ends it as the program's end does: what can go on at the next start is kept. */
  stop(): Promise<void>;
}
