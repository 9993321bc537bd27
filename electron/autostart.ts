import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ElectronPart } from './electron-api.js';

/** Argument of a start by the system: straight to the tray, without a window. */
export const HIDDEN_ARGUMENT = '--hidden';

/** Starting with the system. */
export interface Autostart {
  /** @throws an error of the file system on Linux */
  set(isWanted: boolean): Promise<void>;
}

/**
 * Registers the app to start with the person's session: through the system on Windows and macOS, by a desktop file of the
 * XDG autostart specification on Linux, where Electron does nothing.
 */
export function createAutostart(options: {
  readonly electron: ElectronPart<'app'>;
  readonly platform: NodeJS.Platform;
  /** `~/.config`, or what `XDG_CONFIG_HOME` names. */
  readonly configDir: string;
  /** What starts the app: the AppImage's own file where it is one. */
  readonly executable: string;
}): Autostart {
  const { electron, platform, configDir, executable } = options;
  if (platform !== 'linux')
    return {
      set(isWanted) {
        electron.app.setLoginItemSettings({
          openAtLogin: isWanted,
          ...(platform === 'win32' && { path: executable, args: [HIDDEN_ARGUMENT] }),
        });
        return Promise.resolve();
      },
    };
  const file = join(configDir, 'autostart', 'sotto.desktop');
  return {
    async set(isWanted) {
      if (!isWanted) {
        await rm(file, { force: true });
        return;
      }
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, autostartEntry(executable));
    },
  };
}

/** The desktop file. @see the Desktop Entry Specification, "The Exec key", for the quoting */
export function autostartEntry(executable: string): string {
  // Two levels: the argument's own quoting, then that of a string value, which doubles every backslash; % starts a field code.
  const quoted = `"${executable.replace(/["`$\\]/g, '\\$&')}"`.replaceAll('\\', '\\\\').replaceAll('%', '%%');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Sotto',
    `Exec=${quoted} ${HIDDEN_ARGUMENT}`,
    'Icon=sotto',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
