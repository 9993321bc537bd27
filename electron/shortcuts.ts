import type { ElectronPart } from './electron-api.js';

/** Global hotkeys as the app's services want them. */
export interface HotkeyRegistrar {
  /** @returns false when the system refused. True proves nothing on Wayland: only a press does. */
  register(accelerator: string, onPressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/** Global hotkeys of the system. On Wayland they go through the desktop's portal, which needs the app's desktop name. */
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
