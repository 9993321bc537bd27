import type { DownloadState } from '../../packs/download/download.js';
import { bytesText } from '../../shared/byte-size.js';
import { durationText } from './text-table.js';

const BAR_CELLS = 20;
/** Where nobody sees a line change, one is written for each of these parts. */
const STEPS = 10;

/** One line on where a download stands: a bar, what is here, how fast it comes and how long it will take. */
export function downloadLine(state: DownloadState): string {
  const { receivedBytes, totalBytes } = state.progress;
  const part = totalBytes === undefined ? undefined : receivedBytes / totalBytes;
  const filled = Math.floor((part ?? 0) * BAR_CELLS);
  const bar = part === undefined ? '' : `[${'='.repeat(filled)}${' '.repeat(BAR_CELLS - filled)}] `;
  const total = totalBytes === undefined ? '' : ` of ${bytesText(totalBytes)}`;
  return `${bar}${bytesText(receivedBytes)}${total}${activityText(state)}`;
}

function activityText(state: DownloadState): string {
  if (state.kind === 'waiting')
    return `, tries again in ${Math.ceil(state.retryInMs / 1000)} s: ${state.reason}`;
  if (state.kind === 'verifying') return ', checks what is here';
  const { bytesPerSecond, remainingMs } = state.progress;
  if (state.kind !== 'running' || bytesPerSecond === 0) return '';
  const rest = remainingMs === undefined ? '' : `, ${durationText(remainingMs)} left`;
  return `, ${bytesText(bytesPerSecond)}/s${rest}`;
}

/** What is needed of a terminal or a log. */
export type LineStream = Pick<NodeJS.WriteStream, 'columns' | 'isTTY'> & { write(text: string): unknown };

/** Shows a download on one line of a terminal; elsewhere in a line for every tenth and for every wait. */
export class DownloadProgress {
  readonly #stream: LineStream;
  #lastStep = 0;
  #lastReason = '';

  constructor(stream: LineStream) {
    this.#stream = stream;
  }

  show(state: DownloadState): void {
    if (this.#stream.isTTY)
      this.#stream.write(`\r\u001b[K${downloadLine(state).slice(0, this.#stream.columns)}`);
    else if (this.#isNews(state)) this.#stream.write(`${downloadLine(state)}\n`);
  }

  end(): void {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }

  #isNews(state: DownloadState): boolean {
    const { receivedBytes, totalBytes } = state.progress;
    const step = totalBytes === undefined ? 0 : Math.floor((receivedBytes / totalBytes) * STEPS);
    const reason = state.kind === 'waiting' ? state.reason : '';
    const isNews = step > this.#lastStep || (reason !== '' && reason !== this.#lastReason);
    this.#lastStep = Math.max(step, this.#lastStep);
    this.#lastReason = reason;
    return isNews;
  }
}
