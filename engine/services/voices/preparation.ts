import type { Clock } from '../../shared/clock.js';
import type { Unsubscribe } from '../../shared/transport.js';

/** A slider sends its last value within this time; what it leads to is then prepared. */
const SETTLE_MS = 300;

/** Previews are made when the app has come up and nobody is at the sliders. */
const PREVIEWS_DELAY_MS = 3000;

export interface PreparedWork {
  /** Makes ready what was just chosen. */
  chosen(): Promise<unknown>;
  /** Makes ready what may be asked for next. */
  previews(signal: AbortSignal): Promise<unknown>;
}

/** Makes ready, in the background, what is likely to be asked for next; begun anew after every change. */
export class Preparation {
  readonly #clock: Clock;
  readonly #work: PreparedWork;
  #stopSettling: Unsubscribe = () => undefined;
  #stopWaiting: Unsubscribe = () => undefined;
  #background = new AbortController();

  constructor(clock: Clock, work: PreparedWork) {
    this.#clock = clock;
    this.#work = work;
  }

  begin(): void {
    this.stop();
    this.#background = new AbortController();
    const { signal } = this.#background;
    this.#stopSettling = this.#clock.after(SETTLE_MS, () => unasked(this.#work.chosen()));
    this.#stopWaiting = this.#clock.after(PREVIEWS_DELAY_MS, () => unasked(this.#work.previews(signal)));
  }

  stop(): void {
    this.#stopSettling();
    this.#stopWaiting();
    this.abandon();
  }

  /** Ends what is under way, and nothing that is still to begin. */
  abandon(): void {
    this.#background.abort();
  }
}

/** Work that nobody asked for: what fails here is done, and told, when it is asked for. */
function unasked(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
