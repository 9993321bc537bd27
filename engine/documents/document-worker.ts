import { parentPort, workerData } from 'node:worker_threads';
import { toErrorShape } from '../shared/errors.js';
import { readDocument } from './read-document.js';
import type { DocumentReply, DocumentRequest } from './read-in-worker.js';

/** A thread's entry: reads the document that it was started for, answers and ends. */

const { path, name } = workerData as DocumentRequest;
const reply = (message: DocumentReply): void => parentPort?.postMessage(message);

reply({ kind: 'started' });
try {
  reply({ kind: 'document', document: await readDocument(path, name) });
} catch (thrown) {
  reply({ kind: 'error', error: toErrorShape(thrown) });
}
