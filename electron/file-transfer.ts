import { copyFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserWindow, WebContents } from 'electron';
import type { Downloads, ReceivedFiles } from '../engine/services/downloads.js';
import { MAX_FILE_BYTES, type SentFile } from '../engine/shared/bridge.js';
import { SottoError } from '../engine/shared/errors.js';
import type { ElectronPart } from './electron-api.js';

/**
 * Takes files where they lie. They stay the person's own: nothing is copied or moved.
 * @throws SottoError `file-unreadable`, `too-large` for the first that cannot be taken; none is taken then
 */
export async function receivePaths(
  paths: readonly string[],
  receivedFiles: ReceivedFiles,
): Promise<readonly SentFile[]> {
  for (const path of paths) await checkReadable(path);
  return paths.map((path) => {
    const fileName = basename(path);
    return { fileId: receivedFiles.receive({ path, fileName }), fileName };
  });
}

async function checkReadable(path: string): Promise<void> {
  const fileName = basename(path);
  let stats;
  try {
    stats = await stat(path);
  } catch (cause) {
    throw new SottoError(
      {
        code: 'file-unreadable',
        message: `${fileName} cannot be read: ${(cause as Error).message}`,
        next: 'check that the file is still there and may be read',
      },
      { cause },
    );
  }
  if (!stats.isFile())
    throw new SottoError({ code: 'file-unreadable', message: `${fileName} is not a file` });
  if (stats.size > MAX_FILE_BYTES)
    throw new SottoError({
      code: 'too-large',
      message: `${fileName} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB`,
      next: 'split it into smaller files',
    });
}

/**
 * Asks where to keep a file that the host made, and copies it there. Cancelling the dialog is no error.
 * @throws SottoError `unknown-item`, `file-unwritable`
 */
export async function saveDownload(
  options: {
    readonly electron: ElectronPart<'dialog' | 'BrowserWindow' | 'app'>;
    readonly downloads: Downloads;
  },
  downloadId: string,
  fileName: string,
  sender: WebContents,
): Promise<void> {
  const { electron, downloads } = options;
  const download = downloads.find(downloadId);
  if (!download)
    throw new SottoError({
      code: 'unknown-item',
      message: 'this file is not kept any more',
      next: 'export it again',
    });
  const dialogOptions = { defaultPath: join(electron.app.getPath('downloads'), basename(fileName)) };
  const window: BrowserWindow | null = electron.BrowserWindow.fromWebContents(sender);
  const { canceled, filePath } = await (window
    ? electron.dialog.showSaveDialog(window, dialogOptions)
    : electron.dialog.showSaveDialog(dialogOptions));
  if (canceled) return;
  try {
    await copyFile(download.path, filePath);
  } catch (cause) {
    throw new SottoError(
      {
        code: 'file-unwritable',
        message: `${basename(filePath)} could not be written: ${(cause as Error).message}`,
        kept: 'the file can be saved again',
        next: 'choose another folder',
      },
      { cause },
    );
  }
}
