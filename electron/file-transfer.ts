import { copyFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BrowserWindow, OpenDialogOptions, WebContents } from 'electron';
import type { Downloads } from '../engine/services/downloads.js';
import type { ReceivedFiles } from '../engine/services/received-files.js';
import { MAX_FILE_BYTES, type SentFile } from '../engine/shared/bridge.js';
import { bytesText } from '../engine/shared/byte-size.js';
import { SottoError } from '../engine/shared/errors.js';
import type { ElectronPart } from './electron-api.js';
import type { ShellTexts } from './texts.js';

/**
 * Takes files where they lie. They stay the person's own: nothing is copied or moved. One that cannot be read is taken as
 * well: the queue that it goes to tells why, and goes on with the others.
 * @throws SottoError `too-large`; none is taken then
 */
export async function receivePaths(
  paths: readonly string[],
  receivedFiles: ReceivedFiles,
): Promise<readonly SentFile[]> {
  for (const path of paths) {
    const stats = await stat(path).catch(() => undefined);
    if ((stats?.size ?? 0) > MAX_FILE_BYTES) throw tooLarge(basename(path));
  }
  return paths.map((path) => {
    const fileName = basename(path);
    return { fileId: receivedFiles.receive({ path, fileName }), fileName };
  });
}

function tooLarge(fileName: string): SottoError {
  return new SottoError({
    code: 'too-large',
    message: `${fileName} is larger than ${bytesText(MAX_FILE_BYTES)}`,
    kept: 'none of the files was taken',
    next: 'leave it out, or split it into smaller files',
    details: { maxFileBytes: MAX_FILE_BYTES },
  });
}

/**
 * Asks where to keep a file that the host made, and copies it there. Cancelling the dialog is no error.
 * @returns whether it was kept
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
): Promise<boolean> {
  const { electron, downloads } = options;
  const download = downloads.find(downloadId);
  if (!download)
    throw new SottoError({
      code: 'unknown-item',
      message: 'this file is not kept any more',
      next: 'export it again',
    });
  const dialogOptions = { defaultPath: join(electron.app.getPath('downloads'), basename(fileName)) };
  const window = electron.BrowserWindow.fromWebContents(sender);
  const { canceled, filePath } = await (window
    ? electron.dialog.showSaveDialog(window, dialogOptions)
    : electron.dialog.showSaveDialog(dialogOptions));
  if (canceled) return false;
  try {
    await copyFile(download.path, filePath);
    return true;
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

/** Lets the person pick documents to read aloud. @returns their paths; none when they think better of it */
export async function pickDocuments(
  electron: ElectronPart<'dialog'>,
  texts: Pick<ShellTexts, 'documents' | 'allFiles'>,
  window: BrowserWindow | undefined,
): Promise<readonly string[]> {
  const options: OpenDialogOptions = {
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: texts.documents, extensions: ['txt', 'md', 'markdown', 'html', 'htm', 'srt'] },
      { name: texts.allFiles, extensions: ['*'] },
    ],
  };
  const { filePaths } = await (window
    ? electron.dialog.showOpenDialog(window, options)
    : electron.dialog.showOpenDialog(options));
  return filePaths;
}
