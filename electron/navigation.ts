import type { WebContents } from 'electron';
import { toErrorShape } from '../engine/shared/errors.js';
import type { ElectronPart } from './electron-api.js';
import { isOwnUrl } from './origin.js';

/**
 * Whatever page comes to be, it stays where it is: no navigation away, no new windows, no web views. A link to a web
 * page opens in the person's browser.
 */
export function confinePages(electron: ElectronPart<'app' | 'shell' | 'dialog'>): void {
  electron.app.on('web-contents-created', (_event, contents) => confine(contents, electron));
}

function confine(contents: WebContents, electron: ElectronPart<'shell' | 'dialog'>): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isWebPage(url))
      electron.shell
        .openExternal(url)
        .catch((error: unknown) => electron.dialog.showErrorBox('Sotto', toErrorShape(error).message));
    return { action: 'deny' };
  });
}

/** Only `https:` goes to the browser: other schemes start other programs. */
function isWebPage(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
