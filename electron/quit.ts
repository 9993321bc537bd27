import type { Clock } from '../engine/shared/clock.js';
import type { NarrationState } from '../engine/shared/app/narration.js';
import type { ElectronPart } from './electron-api.js';
import type { ShellTexts } from './texts.js';

/** What still hangs then is not going to end; an app that cannot be quit is worse than a value that is lost. */
const CLOSE_LIMIT_MS = 10_000;

export interface QuitOptions {
  readonly electron: ElectronPart<'app' | 'dialog'>;
  readonly texts: () => ShellTexts;
  readonly narrations: () => NarrationState;
  /** Writes everything that is still to be written and ends the engine. */
  readonly close: () => Promise<void>;
  readonly clock: Clock;
  /** Hears when `close` failed, or takes too long: the app ends all the same. */
  readonly onTrouble: (error: unknown) => void;
}

export interface Quitting {
  /** Whether the app is on its way out, so that windows close instead of hiding. */
  isUnderWay(): boolean;
}

/**
 * Quits safely: asks once while a file is being rendered, then lets everything be written before the process ends. What
 * is rendered stays, and the rest goes on from there at the next start.
 */
export function guardQuit(options: QuitOptions): Quitting {
  const { electron, texts } = options;
  let stage: 'running' | 'asking' | 'closing' | 'closed' = 'running';

  async function quit(): Promise<void> {
    if (isRendering(options.narrations())) {
      stage = 'asking';
      if (!(await askWhetherToQuit())) {
        stage = 'running';
        return;
      }
    }
    stage = 'closing';
    try {
      await closeInTime();
    } catch (error) {
      options.onTrouble(error);
    }
    stage = 'closed';
    electron.app.quit();
  }

  function closeInTime(): Promise<void> {
    return new Promise((resolve, reject) => {
      const stopClock = options.clock.after(CLOSE_LIMIT_MS, () =>
        reject(new Error(`not done after ${CLOSE_LIMIT_MS / 1000} s`)),
      );
      options.close().then(resolve, reject).finally(stopClock);
    });
  }

  async function askWhetherToQuit(): Promise<boolean> {
    const { quitTitle, quitDetail, quitAnyway, keepRunning } = texts();
    const { response } = await electron.dialog.showMessageBox({
      type: 'question',
      message: quitTitle,
      detail: quitDetail,
      buttons: [quitAnyway, keepRunning],
      defaultId: 0,
      cancelId: 1,
    });
    return response === 0;
  }

  electron.app.on('before-quit', (event) => {
    if (stage === 'closed') return;
    event.preventDefault();
    if (stage === 'running') void quit();
  });
  // Without this listener Electron quits with its last window, and there would be no tray to go on in.
  electron.app.on('window-all-closed', () => undefined);
  return { isUnderWay: () => stage === 'closing' || stage === 'closed' };
}

/** Whether quitting now would interrupt a rendering. */
export function isRendering({ items }: NarrationState): boolean {
  return items.some(({ state }) => state === 'rendering' || state === 'reading');
}
