import type { Page } from '@playwright/test';

/** A running Sotto as a flow sees it, whichever host runs it. */
export interface RunningHost {
  /** The main window, loaded. */
  readonly page: Page;
  /** The person's files: settings, phrases, narrations. */
  readonly homeDir: string;
  readonly processId: number;
  /** What the host's process said on its streams, for failures. */
  log(): string;
  /** Opens the quick-speak window. */
  openQuickSpeak(): Promise<Page>;
  /** Runs `sotto` with the flags that reach the running instance. @returns its exit code */
  command(...args: readonly string[]): Promise<number>;
  /** Ends the program and starts it again on the same files. @returns the new main window */
  restart(): Promise<Page>;
  close(): Promise<void>;
}
