import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions, MessageBoxOptions, NotificationConstructorOptions } from 'electron';
import type { ElectronApi } from '../electron-api.js';

/**
 * As much of Electron's main process as the shell uses, in plain Node: events are emitted by hand, and what the shell did
 * can be read back.
 */

const area = (x = 0): { x: number; y: number; width: number; height: number } => ({
  x,
  y: 0,
  width: 1600,
  height: 1000,
});

class FakeFrame {
  readonly posted: { channel: string; message: unknown; ports: readonly FakePort[] }[] = [];
  constructor(readonly origin: string) {}
  postMessage(channel: string, message: unknown, ports: readonly FakePort[]): void {
    this.posted.push({ channel, message, ports });
  }
}

export class FakeWebContents extends EventEmitter {
  url = '';
  isLoadingNow = true;
  openHandler: ((details: { url: string }) => { action: string }) | undefined;
  readonly mainFrame = new FakeFrame('app://sotto');
  getURL(): string {
    return this.url;
  }
  isLoading(): boolean {
    return this.isLoadingNow;
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return Promise.resolve();
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  finishLoading(): void {
    this.isLoadingNow = false;
    this.emit('did-finish-load');
  }
}

export class FakeBrowserWindow extends EventEmitter {
  static made: FakeBrowserWindow[] = [];
  /** What loads end with; undefined where they succeed. */
  static loadFailure: Error | undefined;
  readonly webContents = new FakeWebContents();
  bounds: Electron.Rectangle;
  isShown = false;
  isDestroyed = false;
  isMaximizedNow = false;
  workspaces: Electron.VisibleOnAllWorkspacesOptions | undefined;
  focusCount = 0;
  constructor(readonly options: Electron.BrowserWindowConstructorOptions) {
    super();
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    FakeBrowserWindow.made.push(this);
  }
  static fromWebContents(contents: unknown): FakeBrowserWindow | null {
    return FakeBrowserWindow.made.find(({ webContents }) => webContents === contents) ?? null;
  }
  loadURL(url: string): Promise<void> {
    if (FakeBrowserWindow.loadFailure) return Promise.reject(FakeBrowserWindow.loadFailure);
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  focus(): void {
    this.focusCount++;
  }
  isVisible(): boolean {
    return this.isShown;
  }
  isMinimized(): boolean {
    return false;
  }
  isFullScreen(): boolean {
    return false;
  }
  maximize(): void {
    this.isMaximizedNow = true;
    // As Electron does.
    this.isShown = true;
  }
  isMaximized(): boolean {
    return this.isMaximizedNow;
  }
  getBounds(): Electron.Rectangle {
    return this.bounds;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }
  setBounds(bounds: Electron.Rectangle): void {
    this.bounds = bounds;
  }
  setAlwaysOnTop(): void {
    this.emit('raised');
  }
  setVisibleOnAllWorkspaces(_isVisible: boolean, options: Electron.VisibleOnAllWorkspacesOptions): void {
    this.workspaces = options;
  }
  destroy(): void {
    this.isDestroyed = true;
    this.emit('closed');
  }
  /** The person closes the window. @returns whether it is gone */
  closeByPerson(): boolean {
    const event = {
      isPrevented: false,
      preventDefault() {
        this.isPrevented = true;
      },
    };
    this.emit('close', event);
    if (!event.isPrevented) this.destroy();
    return !event.isPrevented;
  }
}

export class FakeTray extends EventEmitter {
  static made: FakeTray[] = [];
  menu: readonly MenuItemConstructorOptions[] = [];
  menuCount = 0;
  toolTip = '';
  isDestroyed = false;
  constructor(public image: string) {
    super();
    FakeTray.made.push(this);
  }
  setImage(image: string): void {
    this.image = image;
  }
  setContextMenu(menu: { template: readonly MenuItemConstructorOptions[] }): void {
    this.menu = menu.template;
    this.menuCount++;
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip;
  }
  setIgnoreDoubleClickEvents(): void {
    this.emit('set-up');
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

/** A message port: what is posted on one end is emitted on the other once that is started. */
export class FakePort extends EventEmitter {
  other: FakePort | undefined;
  #isStarted = false;
  readonly #waiting: unknown[] = [];
  postMessage(message: unknown): void {
    this.other?.deliver(structuredClone(message));
  }
  deliver(message: unknown): void {
    if (this.#isStarted) queueMicrotask(() => this.emit('message', { data: message }));
    else this.#waiting.push(message);
  }
  start(): void {
    this.#isStarted = true;
    for (const message of this.#waiting.splice(0)) this.deliver(message);
  }
  close(): void {
    this.emit('close');
    this.other?.emit('close');
  }
  addEventListener(event: string, listener: (event: { readonly data: unknown }) => void): void {
    this.on(event, listener);
  }
  removeEventListener(event: string, listener: (event: { readonly data: unknown }) => void): void {
    this.off(event, listener);
  }
}

class FakeMessageChannel {
  readonly port1 = new FakePort();
  readonly port2 = new FakePort();
  constructor() {
    this.port1.other = this.port2;
    this.port2.other = this.port1;
  }
}

export class FakeUtilityProcess extends EventEmitter {
  pid: number | undefined;
  readonly posted: unknown[] = [];
  readonly stderr = Object.assign(new EventEmitter(), {
    setEncoding() {
      return this;
    },
  });
  constructor(
    readonly entry: string,
    readonly options: Electron.ForkOptions,
  ) {
    super();
  }
  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  spawn(pid: number): void {
    this.pid = pid;
    this.emit('spawn');
  }
}

export class FakeClipboardItem {
  readonly types: string[];
  constructor(readonly payloads: Readonly<Record<string, string>>) {
    this.types = Object.keys(payloads);
  }
  getType(type: string): Promise<string> {
    const payload = this.payloads[type];
    return payload === undefined ? Promise.reject(new Error(`no ${type}`)) : Promise.resolve(payload);
  }
}

class FakeClipboard {
  items: FakeClipboardItem[] = [];
  readonly selection = { readText: () => Promise.resolve('the selection') };
  clear(): void {
    this.items = [];
  }
  read(): Promise<FakeClipboardItem[]> {
    return Promise.resolve(this.items);
  }
  write(items: FakeClipboardItem[]): Promise<void> {
    this.items = items;
    return Promise.resolve();
  }
  readText(): Promise<string> {
    return Promise.resolve(this.items[0]?.payloads['text/plain'] ?? '');
  }
}

class FakeNotification extends EventEmitter {
  static shown: NotificationConstructorOptions[] = [];
  static isSupported(): boolean {
    return true;
  }
  constructor(readonly options: NotificationConstructorOptions) {
    super();
  }
  show(): void {
    FakeNotification.shown.push(this.options);
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  wasOpenedAtLogin = false;
  hasLock = true;
  quitCount = 0;
  exitCode: number | undefined;
  isSandboxed = false;
  readonly paths: Record<string, string> = { downloads: '/downloads' };
  lockData: unknown;
  loginItem: Electron.Settings | undefined;
  name = 'Electron';
  enableSandbox(): void {
    this.isSandboxed = true;
  }
  setName(name: string): void {
    this.name = name;
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  getPath(name: string): string {
    return this.paths[name] ?? '';
  }
  setAppUserModelId(): void {
    this.emit('named');
  }
  getLocale(): string {
    return 'en-GB';
  }
  getVersion(): string {
    return '1.2.3';
  }
  requestSingleInstanceLock(data: unknown): boolean {
    this.lockData = data;
    return this.hasLock;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  getLoginItemSettings(): { wasOpenedAtLogin: boolean } {
    return { wasOpenedAtLogin: this.wasOpenedAtLogin };
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    this.loginItem = settings;
  }
  showAboutPanel(): void {
    this.emit('about');
  }
  quit(): void {
    this.quitCount++;
    this.emit('before-quit', { preventDefault: () => this.emit('quit-prevented') });
  }
  exit(code: number): void {
    this.exitCode = code;
  }
}

class FakeIpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>();
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => Promise<unknown>): void {
    this.handlers.set(channel, handler);
  }
}

type Answer = Response | Promise<Response>;

/** A fresh Electron. Its members are also the controls of a test. */
export function createFakeElectron() {
  FakeBrowserWindow.made = [];
  FakeBrowserWindow.loadFailure = undefined;
  FakeTray.made = [];
  FakeNotification.shown = [];
  const schemes: unknown[] = [];
  const served = new Map<string, (request: { url: string; method: string }) => Answer>();
  const hotkeys = new Map<string, () => void>();
  const engines: FakeUtilityProcess[] = [];
  const boxes: MessageBoxOptions[] = [];
  const errors: { title: string; content: string }[] = [];
  const opened: string[] = [];
  const permissions: { check?: unknown; request?: unknown } = {};
  const displays = [{ id: 1, workArea: area() }];
  const fake = {
    app: new FakeApp(),
    BrowserWindow: FakeBrowserWindow,
    Tray: FakeTray,
    Notification: FakeNotification,
    MessageChannelMain: FakeMessageChannel,
    ClipboardItem: FakeClipboardItem,
    clipboard: new FakeClipboard(),
    ipcMain: new FakeIpcMain(),
    Menu: {
      applicationMenu: undefined as { template: readonly MenuItemConstructorOptions[] } | undefined,
      buildFromTemplate: (template: readonly MenuItemConstructorOptions[]) => ({ template }),
      setApplicationMenu(menu: { template: readonly MenuItemConstructorOptions[] }) {
        fake.Menu.applicationMenu = menu;
      },
    },
    nativeImage: { createFromPath: (path: string) => path },
    nativeTheme: Object.assign(new EventEmitter(), {
      shouldUseDarkColors: false,
      shouldUseDarkColorsForSystemIntegratedUI: false,
      themeSource: 'system',
    }),
    globalShortcut: {
      register(accelerator: string, onPressed: () => void): boolean {
        if (accelerator === 'nonsense') throw new TypeError('conversion failure');
        if (hotkeys.has(accelerator)) return false;
        hotkeys.set(accelerator, onPressed);
        return true;
      },
      unregister: (accelerator: string) => void hotkeys.delete(accelerator),
      unregisterAll: () => hotkeys.clear(),
    },
    screen: {
      getPrimaryDisplay: () => displays[0],
      getAllDisplays: () => displays,
      getDisplayMatching: () => displays[0],
      getDisplayNearestPoint: () => displays[0],
      getCursorScreenPoint: () => ({ x: 10, y: 10 }),
    },
    protocol: {
      registerSchemesAsPrivileged: (list: unknown[]) => void schemes.push(...list),
      handle: (scheme: string, handler: (request: { url: string; method: string }) => Answer) =>
        void served.set(scheme, handler),
    },
    session: {
      defaultSession: {
        setPermissionCheckHandler: (handler: unknown) => (permissions.check = handler),
        setPermissionRequestHandler: (handler: unknown) => (permissions.request = handler),
        setDevicePermissionHandler: () => undefined,
      },
    },
    shell: {
      openExternal: (url: string) =>
        url.endsWith('/nowhere')
          ? Promise.reject(new Error('no browser'))
          : Promise.resolve(void opened.push(url)),
      showItemInFolder: (path: string) => void opened.push(path),
    },
    dialog: {
      /** Index of the button that the person presses. */
      response: 0,
      savePath: '',
      showMessageBox: (options: MessageBoxOptions) => {
        boxes.push(options);
        return Promise.resolve({ response: fake.dialog.response });
      },
      showErrorBox: (title: string, content: string) => void errors.push({ title, content }),
      showSaveDialog: () =>
        Promise.resolve({ canceled: fake.dialog.savePath === '', filePath: fake.dialog.savePath }),
      showOpenDialog: () => Promise.resolve({ filePaths: [] as string[] }),
    },
    utilityProcess: {
      fork(entry: string, _args: string[], options: Electron.ForkOptions) {
        const engine = new FakeUtilityProcess(entry, options);
        engines.push(engine);
        return engine;
      },
    },
    seen: { schemes, served, hotkeys, engines, boxes, errors, opened, permissions, displays },
    notifications: FakeNotification,
  };
  return fake;
}

export type FakeElectron = ReturnType<typeof createFakeElectron>;

/** The fake where Electron is asked for: it has what the shell uses, not all that there is. */
export function asElectron(fake: FakeElectron): ElectronApi {
  return fake as unknown as ElectronApi;
}
