import type { HotkeyRegistrar } from '../engine/services/hotkeys/hotkeys-service.js';
import type { ElectronPart } from './electron-api.js';

/**
 * Global hotkeys of the system. On Wayland they go through the desktop's portal, which needs the app's desktop name; there a
 * registration proves nothing before the first press.
 */
export function createHotkeyRegistrar(electron: ElectronPart<'globalShortcut'>): HotkeyRegistrar {
  return {
    register(accelerator, onPressed) {
      try {
        return electron.globalShortcut.register(accelerator, onPressed);
      } catch (error) {
        // Electron throws for text that is no accelerator; for the person that is a refusal like another one.
        if (error instanceof TypeError) return false;
        throw error;
      }
    },
    unregister: (accelerator) => electron.globalShortcut.unregister(accelerator),
  };
}
