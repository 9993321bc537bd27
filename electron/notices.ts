import type { ErrorShape } from '../engine/shared/errors.js';
import type { ElectronPart } from './electron-api.js';

/** Short notices of the system, for what happens while no window is looked at. */
export interface Notices {
  /** @returns whether the system can show notices */
  show(title: string, body: string): boolean;
  /** What a command from the tray or a hotkey failed with. */
  showFailure(error: ErrorShape): void;
}

/** Creates notices that bring the app forward when they are clicked. */
export function createNotices(electron: ElectronPart<'Notification'>, onClick: () => void): Notices {
  function show(title: string, body: string): boolean {
    if (!electron.Notification.isSupported()) return false;
    const notification = new electron.Notification({ title, body, silent: true });
    notification.on('click', onClick);
    notification.show();
    return true;
  }
  return {
    show,
    showFailure({ code, message, next }) {
      // A newer speech takes the place of an older one; nobody failed.
      if (code !== 'cancelled') show(message, next ?? '');
    },
  };
}
