import { describe, expect, it } from 'vitest';
import type { JsonStore } from '../engine/services/json-store.js';
import { createMainWindow } from './main-window.js';
import { createQuickWindow } from './quick-window.js';
import { asElectron, createFakeElectron, FakeBrowserWindow } from './testing/fake-electron.js';
import { windowStateSchema, type WindowState } from './window-state.js';

function memoryStore(): JsonStore<WindowState> {
  let value = windowStateSchema.parse({});
  return {
    get: () => value,
    set: (next) => (value = next),
    update: (change) => (value = change(value)),
    flush: () => Promise.resolve(),
  };
}

function theOnly(): FakeBrowserWindow {
  const [window] = FakeBrowserWindow.made;
  if (!window || FakeBrowserWindow.made.length > 1) throw new Error('not exactly one window');
  return window;
}

describe('the main window', () => {
  function open() {
    const fake = createFakeElectron();
    const state = memoryStore();
    const views: string[] = [];
    const troubles: unknown[] = [];
    let hiddenCount = 0;
    let isQuitting = false;
    const mainWindow = createMainWindow({
      electron: asElectron(fake),
      preloadFile: '/app/preload.cjs',
      iconFile: '/app/icon.png',
      state,
      onHidden: () => hiddenCount++,
      tellView: (view) => views.push(view),
      isQuitting: () => isQuitting,
      onTrouble: (error) => troubles.push(error),
    });
    return {
      fake,
      state,
      mainWindow,
      views,
      troubles,
      hidden: () => hiddenCount,
      quit: () => (isQuitting = true),
    };
  }

  it('runs its page in a sandbox and apart from Node', () => {
    open().mainWindow.show();
    expect(theOnly().webContents.url).toBe('app://sotto/index.html');
    expect(theOnly().options.webPreferences).toMatchObject({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      backgroundThrottling: false,
    });
  });

  it('is there before it is seen, since its page makes the sound', () => {
    const { mainWindow } = open();
    mainWindow.prepare();
    mainWindow.prepare();
    theOnly().emit('ready-to-show');
    expect(theOnly().isShown).toBe(false);
    mainWindow.show();
    expect(theOnly().isShown).toBe(true);
    expect(theOnly().focusCount).toBe(1);
  });

  it('is shown with its first picture when it was asked for at once', () => {
    const { mainWindow } = open();
    mainWindow.show();
    expect(theOnly().isShown).toBe(false);
    theOnly().emit('ready-to-show');
    expect(theOnly().isShown).toBe(true);
  });

  it('is shown with its page where a hidden window has no first picture', () => {
    const { mainWindow } = open();
    mainWindow.prepare();
    mainWindow.show();
    expect(theOnly().isShown).toBe(false);
    theOnly().webContents.finishLoading();
    expect(theOnly().isShown).toBe(true);
    theOnly().emit('ready-to-show');
    expect(theOnly().focusCount).toBe(1);
  });

  it('is shown empty when its page cannot be loaded', async () => {
    const { mainWindow, troubles } = open();
    const failure = new Error('ERR_FAILED');
    FakeBrowserWindow.loadFailure = failure;
    mainWindow.show();
    await Promise.resolve();
    expect(theOnly().isShown).toBe(true);
    expect(troubles).toEqual([failure]);
  });

  it('that was maximised stays in the tray until it is asked for, and is maximised then', () => {
    const { mainWindow, state, quit } = open();
    state.set({
      lastDisplayId: 1,
      byDisplay: { '1': { bounds: { x: 0, y: 0, width: 900, height: 700 }, isMaximised: true } },
    });
    mainWindow.prepare();
    theOnly().emit('ready-to-show');
    expect(theOnly().isShown).toBe(false);
    theOnly().closeByPerson();
    expect(state.get().byDisplay['1']?.isMaximised).toBe(true);
    mainWindow.show();
    expect(theOnly()).toMatchObject({ isShown: true, isMaximizedNow: true });
    quit();
    theOnly().closeByPerson();
    expect(state.get().byDisplay['1']?.isMaximised).toBe(true);
  });

  it('hides when it is closed, and closes when the app quits', () => {
    const { mainWindow, hidden, quit } = open();
    mainWindow.show();
    const window = theOnly();
    expect(window.closeByPerson()).toBe(false);
    expect(window.isShown).toBe(false);
    expect(hidden()).toBe(1);
    quit();
    expect(window.closeByPerson()).toBe(true);
    expect(mainWindow.current()).toBeUndefined();
    mainWindow.show();
    expect(FakeBrowserWindow.made).toHaveLength(2);
  });

  it('remembers where it was', () => {
    const { fake, mainWindow, state } = open();
    mainWindow.show();
    theOnly().bounds = { x: 30, y: 40, width: 900, height: 700 };
    theOnly().emit('moved');
    expect(state.get().byDisplay['1']).toEqual({
      bounds: { x: 30, y: 40, width: 900, height: 700 },
      isMaximised: false,
    });
    const again = createMainWindow({
      electron: asElectron(fake),
      preloadFile: '',
      iconFile: '',
      state,
      onHidden: () => undefined,
      tellView: () => undefined,
      isQuitting: () => false,
      onTrouble: () => undefined,
    });
    again.prepare();
    expect(FakeBrowserWindow.made[1]?.bounds).toEqual({ x: 30, y: 40, width: 900, height: 700 });
  });

  it('shows a view, by its address while the page is only just loading', () => {
    const { mainWindow, views } = open();
    mainWindow.openView('narrate');
    theOnly().webContents.finishLoading();
    expect(theOnly().webContents.url).toBe('app://sotto/index.html#narrate');
    expect(views).toEqual([]);
    mainWindow.openView('settings');
    expect(views).toEqual(['settings']);
  });

  it('is made anew after its page died, as visible as it was', () => {
    const { mainWindow } = open();
    mainWindow.show();
    const old = theOnly();
    mainWindow.recreate();
    expect(old.isDestroyed).toBe(true);
    const window = FakeBrowserWindow.made[1];
    window?.emit('ready-to-show');
    expect(window?.isShown).toBe(true);
    expect(mainWindow.current()).toBe(window);
  });
});

describe('the quick-speak window', () => {
  function open(platform: NodeJS.Platform = 'linux') {
    const fake = createFakeElectron();
    const quick = createQuickWindow({
      electron: asElectron(fake),
      preloadFile: '/app/preload.cjs',
      platform,
      isQuitting: () => false,
      onTrouble: () => undefined,
    });
    return { fake, quick };
  }

  it('is kept ready, and shown where the pointer is', () => {
    const { quick } = open();
    quick.warm();
    expect(theOnly()).toMatchObject({ isShown: false, webContents: { url: 'app://sotto/quick.html' } });
    quick.toggle();
    expect(theOnly().isShown).toBe(true);
    expect(theOnly().bounds).toMatchObject({ x: 480, y: 240 });
  });

  it('goes when it is asked for again, when another window is looked at, and when its page is done', () => {
    const { quick } = open();
    quick.toggle();
    quick.toggle();
    expect(theOnly().isShown).toBe(false);
    quick.toggle();
    theOnly().emit('blur');
    expect(theOnly().isShown).toBe(false);
    quick.toggle();
    quick.hide();
    expect(theOnly().isShown).toBe(false);
  });

  it('is hidden rather than closed', () => {
    const { quick } = open();
    quick.toggle();
    expect(theOnly().closeByPerson()).toBe(false);
    expect(theOnly().isShown).toBe(false);
  });

  it('is a panel over every space on macOS', () => {
    const { quick } = open('darwin');
    quick.warm();
    expect(theOnly().options).toMatchObject({ type: 'panel', alwaysOnTop: true, frame: false });
    expect(theOnly().workspaces).toEqual({ visibleOnFullScreen: true, skipTransformProcessType: true });
  });

  it('is made anew after its page died', () => {
    const { quick } = open();
    quick.warm();
    const old = theOnly();
    quick.recreate();
    expect(old.isDestroyed).toBe(true);
    expect(quick.current()).toBe(FakeBrowserWindow.made[1]);
  });
});
