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

/** Files that a person handed over, by an id that a window can hold. */
export interface ReceivedFiles {
  receive(file: Download): string;
  find(fileId: string): Download | undefined;
}
