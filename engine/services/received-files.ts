import { randomUUID } from 'node:crypto';
import { SottoError } from '../shared/errors.js';

/** A file that a person handed over. */
export interface HandedFile {
  readonly path: string;
  readonly fileName: string;
}

export interface ReceivedFile extends HandedFile {
  /** Of a copy that was made to be received; what is the person's own has none. */
  readonly copy?: ReceivedCopy;
}

export interface ReceivedCopy {
  /** Somebody works with it: it is not deleted before `discard`. */
  keep(): void;
  /** Deletes it. */
  discard(): void;
}

/** One that somebody works with. */
export interface FileInUse extends HandedFile {
  /** Says that it is not needed any more: a copy goes with its last use. Undefined for the person's own, which stays. */
  readonly release: (() => void) | undefined;
}

/** Files that a person handed over, by an id that a window can hold. */
export interface ReceivedFiles {
  receive(file: ReceivedFile): string;
  find(fileId: string): HandedFile | undefined;
  /** As `find`, for who tells when it is done with the file. */
  use(fileId: string): FileInUse | undefined;
}

/** Received files known at a time: a few times what one call may name. */
const KNOWN_FILES = 2000;

/** Remembers files that were handed over. It deletes none by itself: they may be the person's own. */
export function createReceivedFiles(): ReceivedFiles {
  const received = new Map<string, ReceivedFile>();
  const useCounts = new Map<string, number>();
  const changeUses = (fileId: string, change: 1 | -1): number => {
    const count = (useCounts.get(fileId) ?? 0) + change;
    if (count > 0) useCounts.set(fileId, count);
    else useCounts.delete(fileId);
    return count;
  };
  return {
    receive(file) {
      const id = randomUUID();
      received.set(id, file);
      const [oldest] = received;
      if (oldest && received.size > KNOWN_FILES) received.delete(oldest[0]);
      return id;
    },
    find: (fileId) => received.get(fileId),
    use(fileId) {
      const file = received.get(fileId);
      if (!file) return undefined;
      const { path, fileName, copy } = file;
      if (!copy) return { path, fileName, release: undefined };
      copy.keep();
      let isReleased = false;
      changeUses(fileId, 1);
      return {
        ...{ path, fileName },
        release() {
          if (isReleased) return;
          isReleased = true;
          if (changeUses(fileId, -1) > 0) return;
          received.delete(fileId);
          copy.discard();
        },
      };
    },
  };
}

/** The error for a file that was handed over and is not kept any more. */
export function goneFile(): SottoError {
  return new SottoError({
    code: 'unknown-item',
    message: 'there is no such file any more',
    kept: 'nothing was changed',
    next: 'give it once more',
  });
}
