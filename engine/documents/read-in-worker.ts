import { Worker } from 'node:worker_threads';
import type { Clock } from '../shared/clock.js';
import { SottoError, type ErrorShape } from '../shared/errors.js';
import type { Document } from './document.js';
import { readDocument } from './read-document.js';

/** Far beyond the largest honest file on a slow machine. */
const LIMIT_MS = 60_000;
/** Of JavaScript's heap; a page costs some fifty times its size. */
const LIMIT_MEGABYTES = 1024;

export interface DocumentRequest {
  readonly path: string;
  readonly name: string;
}

export type DocumentReply =
  | { readonly kind: 'started' }
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'error'; readonly error: ErrorShape };

/**
 * Reads documents in a thread of their own, because taking a large page apart takes seconds in which a host would neither
 * draw nor play; and within limits, because a page may be made to take forever. Where no thread can be started, it
 * reads them itself.
 * @param entryFile the bundle of `document-worker.ts`
 */
export function createDocumentReader(
  entryFile: string,
  clock: Clock,
  limitMs = LIMIT_MS,
): (path: string, name: string) => Promise<Document> {
  return async (path, name) => {
    const read = await readInWorker(entryFile, { path, name }, clock, limitMs);
    return read ?? readDocument(path, name);
  };
}

/** @returns undefined when the thread could not even be started */
function readInWorker(
  entryFile: string,
  workerData: DocumentRequest,
  clock: Clock,
  limitMs: number,
): Promise<Document | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(entryFile, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: LIMIT_MEGABYTES },
    });
    let isStarted = false;
    const stopClock = clock.after(limitMs, () =>
      end(() => reject(beyondLimits(`${workerData.name} takes too long to read`))),
    );
    const end = (settle: () => void): void => {
      stopClock();
      settle();
      void worker.terminate();
    };
    worker.on('message', (reply: DocumentReply) => {
      if (reply.kind === 'started') isStarted = true;
      else if (reply.kind === 'document') end(() => resolve(reply.document));
      else end(() => reject(new SottoError(reply.error)));
    });
    worker.on('error', () => {
      end(() => {
        if (isStarted) reject(beyondLimits(`${workerData.name} takes too much memory to read`));
        else resolve(undefined);
      });
    });
    worker.on('exit', () => end(() => reject(beyondLimits(`the reader stopped at ${workerData.name}`))));
  });
}

function beyondLimits(message: string): SottoError {
  return new SottoError({
    code: 'document-broken',
    message,
    kept: 'the file is untouched',
    next: 'save it as plain text and try again',
  });
}
