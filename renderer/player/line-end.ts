import type { PlayerLineMessage, PlayerUpFrame } from '../../engine/shared/player-frames.js';
import type { PlayerCore } from './player-core.js';
import type { BeginFrame, FromWorklet, HandedLine } from './worklet-messages.js';

export interface LineEndOptions {
  readonly core: PlayerCore;
  readonly sampleRateHz: number;
  readonly tellPage: (message: FromWorklet, transfer?: Transferable[]) => void;
}

/**
 * The worklet's end of the line to the host, so that no sample waits for the page's own thread. It plays what is to be
 * played and answers the host; what the page has to do is passed on to it.
 */
export class LineEnd {
  readonly #core: PlayerCore;
  readonly #sampleRateHz: number;
  readonly #tellPage: LineEndOptions['tellPage'];
  #port: MessagePort | undefined;

  constructor({ core, sampleRateHz, tellPage }: LineEndOptions) {
    this.#core = core;
    this.#sampleRateHz = sampleRateHz;
    this.#tellPage = tellPage;
  }

  take({ port, begin }: HandedLine): void {
    this.#port = port;
    if (begin) this.#core.receive(begin);
    port.onmessage = ({ data }: MessageEvent<PlayerLineMessage>) => this.#hear(data);
    this.reportIfDue();
  }

  /** Without a line it does nothing. */
  send(frame: PlayerUpFrame): void {
    this.#port?.postMessage(frame);
  }

  /** Falls silent, and stays so until something else begins, whatever still comes on the line. */
  hush(): void {
    this.#core.abandon();
    this.reportIfDue();
  }

  reportIfDue(): void {
    if (!this.#core.isStatusDue) return;
    const status = this.#core.takeStatus();
    if (!status) return;
    this.send(status);
    this.#tellPage({ type: 'reported' });
  }

  #hear(message: PlayerLineMessage): void {
    if (message.type === 'output') {
      this.#tellPage(message);
    } else if (message.type === 'gone') {
      this.#port = undefined;
      this.#core.abandon();
      this.#tellPage(message);
    } else if (message.type === 'begin' && message.sampleRateHz !== this.#sampleRateHz) {
      this.#giveBack(message);
    } else {
      this.#core.receive(message);
    }
    this.reportIfDue();
  }

  /** What has not been read from the line yet travels with it. */
  #giveBack(begin: BeginFrame): void {
    const port = this.#port;
    if (!port) return;
    this.#port = undefined;
    this.#core.abandon();
    this.#tellPage({ type: 'other-rate', line: { port, begin } }, [port]);
  }
}
