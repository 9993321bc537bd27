/**
 * Where encoded bytes go. Either `commit` or `discard` ends it; after `discard` nothing of it is left where the
 * kind of target allows that (a pipe cannot take back what it has passed on).
 */
export interface ByteTarget {
  /** True when `patchStart` can replace the first bytes, so that a header may be completed at the end. */
  readonly seekable: boolean;
  write(bytes: Uint8Array): Promise<void>;
  /** Replaces bytes from the start of the target; only for seekable ones. */
  patchStart(bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
  /** The part of `discard` that can be done while the process is exiting. */
  discardSync(): void;
}
