import type { MenuItemConstructorOptions, NativeImage, Tray } from 'electron';
import { join } from 'node:path';
import type { ElectronPart } from './electron-api.js';
import {
  trayIcon,
  trayMenu,
  trayToolTip,
  type TrayAction,
  type TrayIcon,
  type TrayItem,
  type TrayState,
} from './tray-menu.js';

export interface TrayView {
  /** Brings the tray in line with a state. The same state again changes nothing. */
  render(state: TrayState): void;
  dispose(): void;
}

/**
 * The tray icon with its menu.
 * @param iconDir folder of the pictures that `scripts/icons.mjs` made
 */
export function createTrayView(options: {
  readonly electron: ElectronPart<'Tray' | 'Menu' | 'nativeImage' | 'nativeTheme'>;
  readonly platform: NodeJS.Platform;
  readonly iconDir: string;
  readonly onAction: (action: TrayAction) => void;
}): TrayView {
  const { electron, platform, iconDir, onAction } = options;
  let tray: Tray | undefined;
  let shown = { icon: '', menu: '', toolTip: '' };
  let lastState: TrayState | undefined;
  const images = new Map<string, NativeImage>();

  function render(state: TrayState): void {
    lastState = state;
    const icon = trayIconFile(
      trayIcon(state.speech),
      platform,
      electron.nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
    );
    const items = trayMenu(state);
    const menu = JSON.stringify(items);
    const toolTip = trayToolTip(state);
    if (!tray) {
      tray = new electron.Tray(image(icon));
      // A double click would otherwise be taken for two clicks, which shows and hides at once.
      tray.setIgnoreDoubleClickEvents(true);
      // Where a click opens no menu by itself, it opens quick speak; the menu is on the other button.
      if (platform === 'win32') tray.on('click', () => onAction({ kind: 'quick-speak' }));
    } else if (icon !== shown.icon) {
      tray.setImage(image(icon));
    }
    if (menu !== shown.menu)
      tray.setContextMenu(electron.Menu.buildFromTemplate(items.map((item) => template(item, onAction))));
    if (toolTip !== shown.toolTip) tray.setToolTip(toolTip);
    shown = { icon, menu, toolTip };
  }

  function image(file: string): NativeImage {
    let made = images.get(file);
    if (!made) {
      made = electron.nativeImage.createFromPath(join(iconDir, file));
      images.set(file, made);
    }
    return made;
  }

  const followTheme = (): void => {
    if (lastState) render(lastState);
  };
  electron.nativeTheme.on('updated', followTheme);
  return {
    render,
    dispose() {
      electron.nativeTheme.off('updated', followTheme);
      tray?.destroy();
      tray = undefined;
    },
  };
}

/** macOS colours a template by itself; elsewhere there is a picture for each theme of the bar. */
export function trayIconFile(icon: TrayIcon, platform: NodeJS.Platform, isDarkBar: boolean): string {
  if (platform === 'darwin') return `${icon}Template.png`;
  // Panels of Linux desktops are dark in light themes as well, and nothing tells their colour.
  if (platform === 'linux') return `${icon}-panel.png`;
  return isDarkBar ? `${icon}-light.png` : `${icon}-dark.png`;
}

function template(item: TrayItem, onAction: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'note':
      return { label: item.label, enabled: false };
    case 'submenu':
      return { label: item.label, submenu: item.items.map((one) => template(one, onAction)) };
    case 'action':
      return {
        label: item.label,
        enabled: item.isEnabled ?? true,
        ...(item.mark && { type: item.mark.kind, checked: item.mark.isSet }),
        click: () => onAction(item.action),
      };
  }
}
