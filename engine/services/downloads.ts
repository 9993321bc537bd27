import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';

/** A file made for the person to take. */
export interface Download {
  readonly path: string;
  readonly fileName: string;
}

/** Files that were made for a person to save, by an id that a window can hold; it never sees the path. */
export interface Downloads {
  /** @param path a file that may be moved or deleted once it was taken */
  offer(download: Download): string;
  find(downloadId: string): Download | undefined;
}

export interface ReceivedFile extends Download {
  /** Deletes the file, where it is a copy that was made to be received; what is the person's own has none. */
  readonly discard?: () => void;
}

export interface FileInUse extends Download {
  /** Says that it is not needed any more: a copy goes with its last use. Undefined for the person's own, which stays. */
  readonly release: (() => void) | undefined;
}

/** Files that a person handed over, by an id that a window can hold. */
export interface ReceivedFiles {
  receive(file: ReceivedFile): string;
  find(fileId: string): Download | undefined;
  /** As `find`, for who tells when it is done with the file. */
  use(fileId: string): FileInUse | undefined;
}

/** Downloads kept at a time. More than a person has in mind; fewer could drop one that is still being saved. */
const KEPT_DOWNLOADS = 16;

/** Received files known at a time: a few times what one call may name. */
const KNOWN_FILES = 2000;

/** Offers files for saving; the oldest are deleted when there are many, the rest by `dispose`. */
export function createDownloads(): Downloads & { dispose(): Promise<void> } {
  const offered = new Map<string, Download>();
  const deleting = new Set<Promise<void>>();
  const drop = (downloadId: string, { path }: Download): void => {
    offered.delete(downloadId);
    // A file that the host moved away is gone already, which `force` allows; one that is in use is the next clean-up's.
    const deletion = rm(path, { force: true }).catch(() => undefined);
    deleting.add(deletion);
    void deletion.then(() => deleting.delete(deletion));
  };
  return {
    offer(download) {
      const id = randomUUID();
      offered.set(id, download);
      const [oldest] = offered;
      if (oldest && offered.size > KEPT_DOWNLOADS) drop(...oldest);
      return id;
    },
    find: (downloadId) => offered.get(downloadId),
    async dispose() {
      for (const entry of offered) drop(...entry);
      await Promise.all(deleting);
    },
  };
}

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
      const { path, fileName, discard } = file;
      if (!discard) return { path, fileName, release: undefined };
      let isReleased = false;
      changeUses(fileId, 1);
      return {
        ...{ path, fileName },
        release() {
          if (isReleased) return;
          isReleased = true;
          if (changeUses(fileId, -1) > 0) return;
          received.delete(fileId);
          discard();
        },
      };
    },
  };
}
