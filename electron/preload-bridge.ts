import { PLAYER_LINE, type HostBridge, type SentFile } from '../engine/shared/bridge.js';
import type { Outcome } from '../engine/shared/outcome.js';
import { IPC, type ConnectionKind, type ConnectRequest } from './ipc-channels.js';
import { createPagePort, type PagePort } from './page-port.js';

/** What the bridge needs of `ipcRenderer` and `webUtils`. */
export interface PreloadIpc<FileHandle> {
  invoke(channel: string, ...args: unknown[]): Promise<unknown>;
  send(channel: string, ...args: unknown[]): void;
  onPort(channel: string, listener: (requestId: number, port: PagePort) => void): void;
  /** Sends the page's own world a message that carries a port. */
  postToPage(message: string, port: PagePort): void;
  /** Path of a file that a person dropped or picked; the page itself never sees one. */
  pathOf(file: FileHandle): string;
}

/** What a page finds as `window.sotto` under Electron. */
export function createBridge<FileHandle>(ipc: PreloadIpc<FileHandle>): HostBridge<FileHandle> {
  const waiting = new Map<number, (port: PagePort) => void>();
  let nextRequestId = 0;

  ipc.onPort(IPC.port, (requestId, port) => {
    waiting.get(requestId)?.(port);
    waiting.delete(requestId);
  });

  function connect(kind: ConnectionKind, take: (port: PagePort) => void): void {
    const requestId = nextRequestId++;
    waiting.set(requestId, take);
    ipc.send(IPC.connect, { kind, requestId } satisfies ConnectRequest);
  }

  return {
    connect: () => new Promise((resolve) => connect('contract', (port) => resolve(createPagePort(port)))),
    // The host lives as long as its pages, so that its end is never told.
    connectPlayer: () => connect('player', (port) => ipc.postToPage(PLAYER_LINE, port)),
    sendFiles: async (files) =>
      (await ipc.invoke(
        IPC.sendFiles,
        files.map((file) => ipc.pathOf(file)),
      )) as Outcome<readonly SentFile[]>,
    saveDownload: async (downloadId, fileName) =>
      (await ipc.invoke(IPC.saveDownload, downloadId, fileName)) as Outcome<boolean>,
  };
}
