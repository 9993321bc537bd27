import type electron from 'electron';

/**
 * Electron's main-process module, as a value that is handed in: `main.ts` is the only file that imports it, every other
 * part names what it uses of it and is tested with `testing/fake-electron.ts`.
 */
export type ElectronApi = typeof electron;

/** What a part of the shell takes of Electron. */
export type ElectronPart<K extends keyof ElectronApi> = Pick<ElectronApi, K>;
