import { MAX_FILE_BYTES, PLAYER_LINE, type HostBridge, type SentFile } from '../../engine/shared/bridge.js';
import { SottoError, type ErrorShape } from '../../engine/shared/errors.js';
import { outcomeOf } from '../../engine/shared/outcome.js';
import { openSocketPort } from './socket-port.js';

/** Where players' lines end, once there is a player: see `line-worker.ts`. */
let lines: Worker | undefined;

/** The web host's half of `HostBridge`, in the page: web sockets for connections, HTTP for files. */
const bridge: HostBridge<File> = {
  connect: () =>
    openSocketPort(new WebSocket(`ws://${location.host}/contract`), {
      encode: (message) => JSON.stringify(message),
      decode: (data) => (typeof data === 'string' ? (JSON.parse(data) as unknown) : undefined),
    }),
  connectPlayer() {
    const { port1, port2 } = new MessageChannel();
    lines ??= new Worker('/bridge-lines.js');
    lines.postMessage(undefined, [port1]);
    window.postMessage(PLAYER_LINE, location.origin, [port2]);
  },
  sendFiles: (files) =>
    outcomeOf(async () => {
      const sent: SentFile[] = [];
      for (const file of files) sent.push(await sendFile(file));
      return sent;
    }),
  saveDownload: (downloadId, fileName) =>
    outcomeOf(async () => {
      const address = `/downloads/${encodeURIComponent(downloadId)}`;
      // Asked first, because a download that fails would replace the page's address by an error.
      await answered(fetch(address, { method: 'HEAD' }));
      const link = document.createElement('a');
      link.href = address;
      link.download = fileName;
      link.click();
      return true;
    }),
};

Object.defineProperty(window, 'sotto', { value: bridge });

async function sendFile(file: File): Promise<SentFile> {
  if (file.size > MAX_FILE_BYTES) {
    // Refused here already: a host that stops listening in the middle looks like a broken connection.
    throw new SottoError({ code: 'too-large', message: `${file.name} is too large` });
  }
  const response = await answered(
    fetch(`/files?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file }),
  );
  return (await response.json()) as SentFile;
}

/** @throws SottoError as the host coded it, or `connection-lost` */
async function answered(request: Promise<Response>): Promise<Response> {
  let response: Response;
  try {
    response = await request;
  } catch (cause) {
    throw new SottoError({ code: 'connection-lost', message: 'Sotto does not answer' }, { cause });
  }
  if (response.ok) return response;
  throw new SottoError(await errorOf(response));
}

async function errorOf(response: Response): Promise<ErrorShape> {
  try {
    return ((await response.json()) as { error: ErrorShape }).error;
  } catch {
    // A HEAD request's answer has no body.
    const code = response.status === 404 ? 'unknown-item' : 'refused';
    return { code, message: `the host answered ${response.status}` };
  }
}
