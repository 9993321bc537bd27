import type { BrowserWindow } from 'electron';
import type { ElectronPart } from './electron-api.js';
import { pageUrl } from './origin.js';
import { pagePreferences } from './page-preferences.js';

/** In device-independent pixels. */
const SIZE = { width: 640, height: 168 };

/** Part of the display above the window: a little above the middle, where the eye looks first. */
const TOP_RATIO = 0.24;

export interface QuickWindow {
  /** Makes the window ahead, so that it can be shown at once. */
  warm(): void;
  /** Shows it where the pointer is; a second call hides it, as the same key does in a launcher. */
  toggle(): void;
  hide(): void;
  /** In place of a page that crashed. */
  recreate(): void;
  current(): BrowserWindow | undefined;
}

/**
 * The small window to type into, above all others. It is kept, hidden, since making one takes longer than a glance. Its page
 * closes it on Enter and Escape through the contract's `quickClose`; looking elsewhere closes it as well.
 */
export function createQuickWindow(options: {
  readonly electron: ElectronPart<'BrowserWindow' | 'screen'>;
  readonly preloadFile: string;
  readonly platform: NodeJS.Platform;
  readonly isQuitting: () => boolean;
  /** Hears why the page could not be loaded. */
  readonly onTrouble: (error: unknown) => void;
}): QuickWindow {
  const { electron, platform } = options;
  let window: BrowserWindow | undefined;

  function create(): BrowserWindow {
    const created = new electron.BrowserWindow({
      ...SIZE,
      show: false,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      title: 'Sotto',
      // A panel takes the keyboard without bringing the app's other windows to the front.
      ...(platform === 'darwin' && { type: 'panel' }),
      webPreferences: {
        ...pagePreferences(options.preloadFile),
        // Hidden pages are painted on demand; this one has to be there when it is shown.
        backgroundThrottling: false,
      },
    });
    created.setAlwaysOnTop(true, 'pop-up-menu');
    // A panel may be over full-screen windows as it is; made into an accessory for it, the app would lose its Dock icon.
    if (platform === 'darwin')
      created.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    created.on('blur', hide);
    created.on('close', (event) => {
      if (options.isQuitting()) return;
      event.preventDefault();
      hide();
    });
    created.on('closed', () => {
      if (window === created) window = undefined;
    });
    created.loadURL(pageUrl('quick.html')).catch(options.onTrouble);
    return created;
  }

  function hide(): void {
    if (window?.isVisible()) window.hide();
  }

  function show(): void {
    window ??= create();
    window.setBounds(boundsNearPointer());
    window.show();
    window.focus();
  }

  function boundsNearPointer(): { x: number; y: number; width: number; height: number } {
    const { workArea } = electron.screen.getDisplayNearestPoint(electron.screen.getCursorScreenPoint());
    const width = Math.min(SIZE.width, workArea.width);
    return {
      x: workArea.x + Math.floor((workArea.width - width) / 2),
      y: workArea.y + Math.floor(workArea.height * TOP_RATIO),
      width,
      height: SIZE.height,
    };
  }

  return {
    current: () => window,
    warm() {
      window ??= create();
    },
    toggle() {
      if (window?.isVisible()) hide();
      else show();
    },
    hide,
    recreate() {
      const old = window;
      window = create();
      old?.destroy();
    },
  };
}
