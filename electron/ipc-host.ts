import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import { createPatientPort } from '../engine/host/patient-port.js';
import type { ServedApp } from '../engine/host/web/web-host.js';
import { appContract } from '../engine/shared/app-contract.js';
import type { SentFile } from '../engine/shared/bridge.js';
import { SottoError } from '../engine/shared/errors.js';
import { outcomeOf, type Outcome } from '../engine/shared/outcome.js';
import { serve } from '../engine/shared/rpc-server.js';
import type { ElectronPart } from './electron-api.js';
import { IPC } from './ipc-channels.js';
import { createMainPort } from './message-port.js';
import { APP_ORIGIN } from './origin.js';

const connectRequest = z.strictObject({
  kind: z.enum(['contract', 'player']),
  requestId: z.int().nonnegative(),
});
const sentPaths = z.array(z.string().min(1)).max(500);
const downloadRequest = z.tuple([z.string(), z.string().max(255)]);

export interface IpcHostOptions {
  readonly electron: ElectronPart<'ipcMain' | 'MessageChannelMain'>;
  readonly app: ServedApp;
  /** Takes files by their paths. @throws SottoError */
  readonly receive: (paths: readonly string[]) => Promise<readonly SentFile[]>;
  /** Lets the person choose where to keep a file, and puts it there. @returns whether it was kept. @throws SottoError */
  readonly save: (downloadId: string, fileName: string, sender: Electron.WebContents) => Promise<boolean>;
  /** Hears of messages that were not answered: by somebody else's page, or malformed. */
  readonly onRefused: (reason: string) => void;
}

/**
 * Answers the preload's few messages; the only file that touches `ipcMain`. A page that asks gets one end of a channel;
 * calls, events and sound then go through that, in the contract's own checked way.
 */
export function answerPages(options: IpcHostOptions): void {
  const { electron, app, onRefused } = options;

  electron.ipcMain.on(IPC.connect, (event, rawRequest: unknown) => {
    const refusal = refusalOf(event);
    const request = connectRequest.safeParse(rawRequest);
    if (refusal !== undefined || !request.success) {
      onRefused(refusal ?? `malformed request: ${z.prettifyError(request.error ?? new z.ZodError([]))}`);
      return;
    }
    const { port1, port2 } = new electron.MessageChannelMain();
    const port = createMainPort(port1);
    if (request.data.kind === 'contract') serve(appContract, app.handlers, createPatientPort(port));
    else app.attachPlayer(port);
    // Checked above: a frame that is gone has no origin.
    event.senderFrame?.postMessage(IPC.port, request.data.requestId, [port2]);
  });

  electron.ipcMain.handle(IPC.sendFiles, (event, ...args: unknown[]) =>
    answer(event, async () => options.receive(parsed(sentPaths, args[0]))),
  );
  electron.ipcMain.handle(IPC.saveDownload, (event, ...args: unknown[]) =>
    answer(event, async () => options.save(...parsed(downloadRequest, args), event.sender)),
  );

  /** As a value: of an error that a handler throws, only the message would arrive, in Electron's own words. */
  function answer<T>(event: IpcMainInvokeEvent, work: () => Promise<T>): Promise<Outcome<T>> {
    const refusal = refusalOf(event);
    if (refusal === undefined) return outcomeOf(work);
    onRefused(refusal);
    return Promise.resolve({ isOk: false, error: { code: 'refused', message: 'refused' } });
  }
}

/** Why a sender is not answered; undefined for the main frame of a page of ours. */
export function refusalOf({
  sender,
  senderFrame,
}: Pick<IpcMainEvent, 'sender' | 'senderFrame'>): string | undefined {
  // A frame that has gone since it sent this is null, and so is one that has navigated.
  if (senderFrame === null) return 'a message of a frame that is gone';
  if (senderFrame !== sender.mainFrame) return 'a message of a frame inside a page';
  if (senderFrame.origin !== APP_ORIGIN) return `a message of a page of ${senderFrame.origin}`;
  return undefined;
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new SottoError({
    code: 'contract-violation',
    message: `malformed message: ${z.prettifyError(result.error)}`,
    kept: 'nothing was changed',
  });
}
