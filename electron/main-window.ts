import type { BrowserWindow } from 'electron';
import type { JsonStore } from '../engine/services/json-store.js';
import type { MenuView } from './app-menu.js';
import type { ElectronPart } from './electron-api.js';
import { pageUrl } from './origin.js';
import { pagePreferences } from './page-preferences.js';
import { MIN_SIZE, placeWindow, rememberPlacement, type Display, type WindowState } from './window-state.js';

export interface MainWindowOptions {
  readonly electron: ElectronPart<'BrowserWindow' | 'screen' | 'nativeTheme'>;
  readonly preloadFile: string;
  readonly iconFile: string;
  readonly state: JsonStore<WindowState>;
  /** The window was closed by the person and goes on in the tray. */
  readonly onHidden: () => void;
  /** Tells a page that is there to show a view. */
  readonly tellView: (view: MenuView) => void;
  /** Whether the app is on its way out: then a close is a close. */
  readonly isQuitting: () => boolean;
  /** Hears why a page could not be loaded. */
  readonly onTrouble: (error: unknown) => void;
}

export interface MainWindow {
  /** Brings it to the front with a view. */
  openView(view: MenuView): void;
  /** Brings the window to the front, made anew if there is none. */
  show(): void;
  /** Makes the window without showing it: the page is also the one that makes sound. */
  prepare(): void;
  /** In place of a page that crashed. */
  recreate(): void;
  current(): BrowserWindow | undefined;
}

interface Made {
  readonly window: BrowserWindow;
  /** Shows it, now or once there is something to be seen in it. */
  reveal(): void;
}

/** The one main window. It is made once and hidden rather than closed, since its page holds the player. */
export function createMainWindow(options: MainWindowOptions): MainWindow {
  const { electron } = options;
  let made: Made | undefined;
  /** Whether the person wants to see it. */
  let isWanted = false;

  function create(): Made {
    const { bounds, isMaximised } = placeWindow(options.state.get(), displaysOf(electron));
    // Maximising also shows a window, and one that starts in the tray is to stay there.
    let isMaximisingDue = isMaximised;
    let isReady = false;
    const created = new electron.BrowserWindow({
      ...bounds,
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      show: false,
      title: 'Sotto',
      icon: options.iconFile,
      backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#151617' : '#f7f6f3',
      webPreferences: {
        ...pagePreferences(options.preloadFile),
        // It speaks and draws nothing while it is hidden; throttled, its player would run dry.
        backgroundThrottling: false,
      },
    });
    function reveal(): void {
      if (!isReady) return;
      if (isMaximisingDue) created.maximize();
      isMaximisingDue = false;
      if (created.isMinimized()) created.restore();
      created.show();
      created.focus();
    }
    const becomeReady = (): void => {
      if (isReady || made?.window !== created) return;
      isReady = true;
      if (isWanted) reveal();
    };
    // The first picture. On Wayland a hidden window may never get one, so that a loaded page is enough.
    created.once('ready-to-show', becomeReady);
    created.webContents.once('did-finish-load', becomeReady);
    const remember = (): void => {
      if (created.isMinimized() || created.isFullScreen()) return;
      const { id } = electron.screen.getDisplayMatching(created.getBounds());
      const placement = {
        bounds: created.getNormalBounds(),
        isMaximised: isMaximisingDue || created.isMaximized(),
      };
      options.state.update((state) => rememberPlacement(state, id, placement));
    };
    for (const event of ['moved', 'resized', 'maximize', 'unmaximize'] as const)
      created.on(event as 'moved', remember);
    created.on('close', (event) => {
      remember();
      if (options.isQuitting()) return;
      event.preventDefault();
      isWanted = false;
      created.hide();
      options.onHidden();
    });
    created.on('closed', () => {
      if (made?.window === created) made = undefined;
    });
    created.loadURL(pageUrl('index.html')).catch((error: unknown) => {
      options.onTrouble(error);
      // An empty window tells more than none.
      becomeReady();
    });
    return { window: created, reveal };
  }

  function show(): void {
    isWanted = true;
    made ??= create();
    made.reveal();
  }

  return {
    current: () => made?.window,
    prepare() {
      made ??= create();
    },
    show,
    openView(view) {
      show();
      const contents = made?.window.webContents;
      if (!contents?.isLoading()) options.tellView(view);
      // The view stands in the page's address; a page that is only just loading hears nothing yet.
      else
        contents.once('did-finish-load', () => {
          contents.loadURL(`${pageUrl('index.html')}#${view}`).catch(options.onTrouble);
        });
    },
    recreate() {
      const old = made?.window;
      made = create();
      old?.destroy();
    },
  };
}

function displaysOf(electron: ElectronPart<'screen'>): readonly [Display, ...Display[]] {
  const primary = electron.screen.getPrimaryDisplay();
  const others = electron.screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others];
}
