import type { Socket } from 'node:net';
import { z } from 'zod';
import { SottoError } from '../../shared/errors.js';
import { errorShapeSchema } from '../../shared/schemas.js';

/** One line of JSON each way: a command, then what became of it. */
export const instanceReplySchema = z.union([
  z.strictObject({ ok: z.literal(true) }),
  z.strictObject({ error: errorShapeSchema }),
]);

export type InstanceReply = z.output<typeof instanceReplySchema>;

/** More than the longest text of a command, each character at its longest in JSON. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** How long the other end may be silent. A command starts something; it does not wait for its end. */
const SILENCE_LIMIT_MS = 10_000;

/** The connection ended before anything was said: somebody looked whether Sotto runs. */
export const NOTHING_SAID = Symbol('nothing said');

/**
 * Reads the first line of a connection.
 * @throws SottoError `contract-violation` when it is too long, breaks off or is no JSON; `connection-lost` otherwise
 */
export function readLine(socket: Socket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    socket.setTimeout(SILENCE_LIMIT_MS, () => reject(lost('nothing came for too long')));
    socket.on('error', (error) => reject(lost(error.message)));
    socket.on('end', () => {
      if (byteCount === 0) resolve(NOTHING_SAID);
      else reject(violation('the message breaks off'));
    });
    socket.on('data', (chunk: Buffer) => {
      const end = chunk.indexOf('\n');
      const part = end === -1 ? chunk : chunk.subarray(0, end);
      byteCount += part.length;
      if (byteCount > MAX_LINE_BYTES) reject(violation('the message is too long'));
      else chunks.push(part);
      if (end !== -1) resolveJson(Buffer.concat(chunks).toString());
    });
    const resolveJson = (line: string): void => {
      try {
        resolve(JSON.parse(line));
      } catch {
        reject(violation('the message is no JSON'));
      }
    };
  });
}

export function lineOf(message: object): string {
  return `${JSON.stringify(message)}\n`;
}

export function violation(message: string): SottoError {
  return new SottoError({ code: 'contract-violation', message, kept: 'nothing was changed' });
}

function lost(reason: string): SottoError {
  return new SottoError({ code: 'connection-lost', message: `the connection was lost: ${reason}` });
}
