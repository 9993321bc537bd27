import type { NarrationState } from '../engine/shared/app/narration.js';
import type { ElectronPart } from './electron-api.js';
import type { ShellTexts } from './texts.js';

export interface QuitOptions {
  readonly electron: ElectronPart<'app' | 'dialog'>;
  readonly texts: () => ShellTexts;
  readonly narrations: () => NarrationState;
  /** Writes everything that is still to be written and ends the engine. */
  readonly close: () => Promise<void>;
  /** Hears when `close` failed: the app ends all the same. */
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
      await options.close();
    } catch (error) {
      options.onTrouble(error);
    }
    stage = 'closed';
    electron.app.quit();
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
