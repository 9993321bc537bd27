import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { APP_ORIGIN } from './origin.js';
import type { PagePort } from './page-port.js';
import { createBridge } from './preload-bridge.js';

/** Runs before the page, in a sandboxed world of its own; bundled to one `.cjs`. The only file that touches `ipcRenderer`. */

/** Shared with the page, and the only way by which a port gets from this world into that one. */
declare const window: { postMessage(message: string, origin: string, ports: readonly PagePort[]): void };

contextBridge.exposeInMainWorld(
  'sotto',
  createBridge<Parameters<typeof webUtils.getPathForFile>[0]>({
    invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args) as Promise<unknown>,
    send: (channel, ...args) => ipcRenderer.send(channel, ...args),
    onPort: (channel, listener) =>
      void ipcRenderer.on(channel, (event, requestId: unknown) => {
        const [port] = event.ports as readonly PagePort[];
        if (port && typeof requestId === 'number') listener(requestId, port);
      }),
    postToPage: (message, port) => window.postMessage(message, APP_ORIGIN, [port]),
    pathOf: (file) => webUtils.getPathForFile(file),
  }),
);
