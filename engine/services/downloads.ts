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

/** Downloads kept at a time. More than a person has in mind; fewer could drop one that is still being saved. */
const KEPT_DOWNLOADS = 16;

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
