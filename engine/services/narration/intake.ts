import type { Document } from '../../documents/document.js';
import { estimateSpokenMs } from '../../documents/estimate.js';
import { toErrorShape } from '../../shared/errors.js';
import { goneFile, type ReceivedFiles } from '../received-files.js';
import type { VoicesService } from '../voices/voices-service.js';
import { keepTexts } from './chapter-texts.js';
import { removeItemFolder } from './item-folders.js';
import type { Queue } from './queue.js';
import type { QueueItem } from './queue-item.js';
import { fixedManner, type StoredManner } from './stored-queue.js';

export interface IntakeParts {
  readonly queue: Queue;
  readonly files: Pick<ReceivedFiles, 'find'>;
  readonly voices: Pick<VoicesService, 'resolve' | 'state'>;
  readonly readDocument: (path: string, name: string) => Promise<Document>;
  /** A file was read, or could not be. */
  readonly onRead: () => void;
}

/** Takes files into the queue, and reads them one after the other. */
export class Intake {
  readonly #parts: IntakeParts;
  #reading: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** @returns the ids of the items @throws SottoError `unknown-item` */
  add(fileIds: readonly string[]): string[] {
    const { files, voices, queue } = this.#parts;
    const found = fileIds.map((fileId) => {
      const file = files.find(fileId);
      if (!file) throw goneFile();
      return file;
    });
    // The manner is the one that is chosen now, however long the files before take to read.
    const { chosen } = voices.state();
    const manner = voices.resolve({}).then(fixedManner);
    manner.catch(() => undefined);
    return found.map((file) => {
      const item = queue.add(file, chosen);
      this.#reading = this.#reading.then(() => this.#read(item, file.path, manner));
      return item.id;
    });
  }

  /** Resolves when everything that was added by now is read. */
  whenRead(): Promise<void> {
    return this.#reading;
  }

  /** Reads no further file. Resolves when none is being read. */
  stop(): Promise<void> {
    this.#isStopped = true;
    return this.#reading;
  }

  /** Takes a file's text into the item's folder. Never throws: a file that cannot be read is a failed item. */
  async #read(item: QueueItem, path: string, manner: Promise<StoredManner>): Promise<void> {
    const { queue, readDocument, onRead } = this.#parts;
    if (!queue.has(item) || this.#isStopped) return;
    try {
      const document = await readDocument(path, item.stored.fileName);
      const documentBytes = await keepTexts(item.dir, document.chapters);
      const resolved = await manner;
      queue.change(item, {
        title: document.title,
        manner: resolved,
        chapters: document.chapters.map(({ title, text }) => ({
          title,
          characterCount: text.length,
          estimateMs: estimateSpokenMs(text),
          done: null,
        })),
        skipped: { ...document.skipped },
        documentBytes,
      });
    } catch (thrown) {
      queue.change(item, { error: toErrorShape(thrown) });
    }
    // It may have been removed meanwhile, when its folder was not there yet.
    if (!queue.has(item)) await removeItemFolder(item.dir);
    onRead();
  }
}
