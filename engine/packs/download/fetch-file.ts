import { createHash, type Hash } from 'node:crypto';
import { delay, type Clock } from '../../shared/clock.js';
import { SottoError } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { CatalogueFile } from '../catalogue/catalogue.js';
import { AttemptFailure } from './attempt-failure.js';
import { backOffMs, MAX_FRUITLESS_ATTEMPTS } from './back-off.js';
import { onDisk, PARTS_KEPT } from './file-failure.js';
import { transferFailure, type HttpSource } from './http-source.js';
import { PartFile } from './part-file.js';
import { sourceUrl } from './source-url.js';

/** A connection that brought nothing for this long is given up. Shorter would part with slow lines that are alive. */
const STALL_MS = 30_000;
/** An attempt that brought less than this further did not bring it further: a server may not drip for ever. */
const FRUITFUL_BYTES = 64 * 1024;
/** Wholes with the wrong content: one may be a fault on the way, two are what the source has. */
const MAX_CORRUPT = 2;

/** What the file is about at the moment. */
export type FileStage =
  | { readonly kind: 'verifying' | 'receiving' }
  | { readonly kind: 'waiting'; readonly untilMs: number; readonly reason: string };

export interface FetchOptions {
  readonly file: CatalogueFile;
  /** Where it is to lie. */
  readonly path: string;
  readonly mirrorUrl: string;
  readonly source: HttpSource;
  readonly clock: Clock;
  readonly random: () => number;
  /** @throws SottoError `disk-full` */
  readonly ensureRoom: (bytes: number) => Promise<void>;
  readonly onStage: (stage: FileStage) => void;
  /** Hears the bytes that are here, and the whole file's as soon as they are known. */
  readonly onBytes: (receivedBytes: number, totalBytes: number | undefined) => void;
}

/**
 * Receives one file: goes on from what is there, tries again where that may help, and gives the file its name when its
 * size and checksum are those that are published.
 * @throws SottoError why it could not be had; the signal's reason when it aborts, then the part is kept
 */
export async function fetchFile(options: FetchOptions, signal: AbortSignal): Promise<void> {
  const { clock, file, path } = options;
  const part = await onDisk(path, PartFile.find(path));
  let furthestBytes = part.keptBytes;
  let fruitless = 0;
  let corrupt = 0;
  for (;;) {
    const failure = await attempt(part, options, signal);
    if (!failure) return;
    signal.throwIfAborted();
    if (failure.nextAttempt === 'none') throw finalError(file, failure);
    if (failure.code === 'download-corrupt' && ++corrupt === MAX_CORRUPT) throw finalError(file, failure);
    fruitless = part.lengthBytes >= furthestBytes + FRUITFUL_BYTES ? 1 : fruitless + 1;
    furthestBytes = Math.max(furthestBytes, part.lengthBytes);
    if (failure.nextAttempt === 'anew') await onDisk(path, part.discard());
    if (fruitless === MAX_FRUITLESS_ATTEMPTS) throw finalError(file, failure);
    const waitMs = backOffMs(fruitless, options.random(), failure.retryAfterMs);
    options.onStage({ kind: 'waiting', untilMs: clock.nowMs() + waitMs, reason: sentence(file, failure) });
    await delay(clock, waitMs, signal);
  }
}

/** @returns why the file is not there yet; undefined when it is */
async function attempt(
  part: PartFile,
  options: FetchOptions,
  signal: AbortSignal,
): Promise<AttemptFailure | undefined> {
  try {
    const hash = await receive(part, options, signal);
    checkWhole(part.lengthBytes, hash.digest('hex'), options.file);
    await onDisk(options.path, part.finish());
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AttemptFailure) return thrown;
    throw thrown;
  } finally {
    await onDisk(options.path, part.close());
  }
}

/** Brings the part to the file's end. @returns the hash of all of it */
async function receive(part: PartFile, options: FetchOptions, signal: AbortSignal): Promise<Hash> {
  const { file, path, onStage, onBytes } = options;
  if (!canGoOn(part, file)) await onDisk(path, part.discard());
  const fromBytes = part.keptBytes;
  onBytes(fromBytes, file.bytes ?? part.record?.totalBytes);
  const hash = createHash('sha256');
  if (fromBytes > 0) {
    onStage({ kind: 'verifying' });
    await onDisk(path, part.hashKept(hash, signal));
    if (fromBytes === (file.bytes ?? part.record?.totalBytes)) return hash;
  }

  onStage({ kind: 'receiving' });
  const stall = watchForStall(options.clock);
  const untilStall = AbortSignal.any([signal, stall.signal]);
  try {
    return await transfer(part, hash, options, untilStall, stall.alive);
  } catch (thrown) {
    untilStall.throwIfAborted();
    throw transferFailure(thrown);
  } finally {
    stall.stop();
  }
}

/** Receives the rest of the file, or all of it, from the source. @returns the hash of all that is here then */
async function transfer(
  part: PartFile,
  keptHash: Hash,
  options: FetchOptions,
  signal: AbortSignal,
  alive: () => void,
): Promise<Hash> {
  const { file, path, mirrorUrl, source, ensureRoom, onBytes } = options;
  const asked = { fromBytes: part.keptBytes, validator: part.record?.validator };
  const reply = await source.open(sourceUrl(file.url, mirrorUrl), asked, signal);
  try {
    const goesOn = reply.fromBytes > 0;
    // A reply from the start on is of a new version, for which the old one's size says nothing.
    const totalBytes = file.bytes ?? (goesOn ? part.record?.totalBytes : undefined) ?? reply.totalBytes;
    if (totalBytes !== undefined && (reply.totalBytes ?? totalBytes) !== totalBytes)
      throw corrupt(`has ${reply.totalBytes} bytes at its source, ${totalBytes} are expected`);
    if (file.bytes === undefined && totalBytes !== undefined) await ensureRoom(totalBytes - reply.fromBytes);
    const record = {
      url: file.url,
      ...(reply.validator !== undefined && { validator: reply.validator }),
      ...(totalBytes !== undefined && { totalBytes }),
    };
    await onDisk(path, goesOn ? part.goOn(record) : part.begin(record));
    const hash = goesOn ? keptHash : createHash('sha256');
    for await (const bytes of reply.body) {
      alive();
      if (totalBytes !== undefined && part.lengthBytes + bytes.length > totalBytes)
        throw corrupt(`is longer than the ${totalBytes} bytes that are expected`);
      // Of a body whose end nobody knows, each chunk is asked about: it may be meant to fill the disk.
      if (totalBytes === undefined) await ensureRoom(bytes.length);
      hash.update(bytes);
      await onDisk(path, part.append(bytes));
      onBytes(part.lengthBytes, totalBytes);
    }
    if (totalBytes !== undefined && part.lengthBytes < totalBytes)
      throw new AttemptFailure(`ended after ${part.lengthBytes} of ${totalBytes} bytes`);
    return hash;
  } finally {
    reply.close();
  }
}

/** A part can be built on where its version can be told from another one: by the server, or by the checksum in the end. */
function canGoOn({ record, keptBytes }: PartFile, file: CatalogueFile): boolean {
  if (record?.url !== file.url) return false;
  if (record.validator === undefined && file.sha256 === undefined) return false;
  return keptBytes <= (file.bytes ?? record.totalBytes ?? Infinity);
}

function checkWhole(lengthBytes: number, sha256: string, file: CatalogueFile): void {
  if (lengthBytes === 0) throw corrupt('is empty');
  if (file.sha256 !== undefined && sha256 !== file.sha256)
    throw corrupt('does not match the checksum that its publisher states');
}

function corrupt(message: string): AttemptFailure {
  return new AttemptFailure(message, {
    code: 'download-corrupt',
    nextAttempt: 'anew',
    nextStep: 'try another network or mirror; if it stays so, the publisher has changed the file',
  });
}

/** Aborts when nothing was alive for too long. */
function watchForStall(clock: Clock): { signal: AbortSignal; alive: () => void; stop: () => void } {
  const controller = new AbortController();
  let lastMs = clock.nowMs();
  let cancel: Unsubscribe;
  // One timer that looks how long ago the last sign of life was, not one for each of thousands of chunks.
  const look = (): void => {
    const restMs = lastMs + STALL_MS - clock.nowMs();
    if (restMs > 0) cancel = clock.after(restMs, look);
    else controller.abort(new AttemptFailure(`stalled: nothing came for ${STALL_MS / 1000} s`));
  };
  cancel = clock.after(STALL_MS, look);
  return {
    signal: controller.signal,
    alive: () => (lastMs = clock.nowMs()),
    stop: () => cancel(),
  };
}

function sentence(file: CatalogueFile, failure: AttemptFailure): string {
  return `${file.path} ${failure.message}`;
}

function finalError(file: CatalogueFile, failure: AttemptFailure): SottoError {
  return new SottoError(
    {
      code: failure.code,
      message: sentence(file, failure),
      kept: PARTS_KEPT,
      next: failure.nextStep ?? 'start it again later',
      details: { file: file.path },
    },
    { cause: failure },
  );
}
