import type { WebContents } from 'electron';
import type { ElectronPart } from './electron-api.js';
import type { LogFile } from './log-file.js';
import type { ShellTexts } from './texts.js';

/** A page that dies more often than this is not going to hold; it would flicker for ever. */
const MAX_RECREATIONS = 3;
const RECREATION_WINDOW_MS = 60_000;

export interface CrashGuardOptions {
  readonly electron: ElectronPart<'app' | 'dialog'>;
  readonly log: LogFile;
  readonly texts: () => ShellTexts;
  /** Never runs backwards, in ms. */
  readonly nowMs: () => number;
  /** Makes the window of a page anew.*/
  readonly recreate: (contents: WebContents) => void;
}

/** Watches pages and helper processes. A page that died is made anew within limits; everything is logged. */
export function guardPages(options: CrashGuardOptions): void {
  const { electron, log, texts } = options;
  const allows = recreationLimit(options.nowMs);

  electron.app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    log.write(`page ${contents.getURL()} gone: ${reason}, exit code ${exitCode}`);
    if (reason === 'clean-exit') return;
    if (!allows()) {
      electron.dialog.showErrorBox(texts().pageGaveUpTitle, texts().pageGaveUpDetail);
      return;
    }
    options.recreate(contents);
  });
  electron.app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log.write(`process ${name ?? type} gone: ${reason}, exit code ${exitCode}`);
  });
}

/** Allows a few within a stretch of time. */
function recreationLimit(nowMs: () => number): () => boolean {
  const times: number[] = [];
  return () => {
    const now = nowMs();
    while (times.length > 0 && now - (times[0] ?? now) > RECREATION_WINDOW_MS) times.shift();
    if (times.length >= MAX_RECREATIONS) return false;
    times.push(now);
    return true;
  };
}

/** Where errors that nobody caught are heard; Node's `process` is one. */
export interface FaultSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (fault: unknown) => void): unknown;
}

/** Logs what nobody caught, and shows the first of it: a second box would only stand before the first. */
export function guardFaults(options: {
  readonly source: FaultSource;
  readonly electron: ElectronPart<'dialog'>;
  readonly log: LogFile;
  readonly texts: () => ShellTexts;
}): void {
  let isShown = false;
  const report = (fault: unknown): void => {
    options.log.write(fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
    if (isShown) return;
    isShown = true;
    const { crashTitle, crashDetail } = options.texts();
    options.electron.dialog.showErrorBox(crashTitle, `${crashDetail}\n${options.log.path}`);
  };
  options.source.on('uncaughtException', report);
  options.source.on('unhandledRejection', report);
}
