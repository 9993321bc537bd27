import type { WebPreferences } from 'electron';

/** What every page of ours runs with: in a sandbox, apart from its preload, without Node and without web views. */
export function pagePreferences(preloadFile: string): WebPreferences {
  return {
    preload: preloadFile,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    spellcheck: false,
    // Speech starts from the tray and from hotkeys, where no page was clicked.
    autoplayPolicy: 'no-user-gesture-required',
  };
}
