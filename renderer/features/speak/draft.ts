import type { Unsubscribe } from '../../../engine/shared/transport.js';

/** Where a draft is kept. */
export interface DraftHost {
  load(): Promise<string>;
  save(text: string): Promise<unknown>;
}

/** A pause in typing; a crash loses no more than what was typed since. */
const SAVE_AFTER_MS = 400;

/** The text area's content: here at once, at the host soon after, and again after the host was gone. */
export class Draft {
  #host: DraftHost | undefined;
  #text = '';
  #isLoaded = false;
  #isUnsaved = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  get text(): string {
    return this.#text;
  }

  /** Another connection to the host, the first one included. What was typed meanwhile wins over what the host has. */
  connect(host: DraftHost): void {
    if (host === this.#host) return;
    this.#host = host;
    if (this.#isUnsaved) this.#saveSoon();
    else if (!this.#isLoaded) void this.#load(host);
  }

  edit(text: string): void {
    if (text === this.#text) return;
    this.#isUnsaved = true;
    this.#become(text);
    this.#saveSoon();
  }

  /** Saves now what is not saved: the page goes away. */
  flush(): void {
    clearTimeout(this.#timer);
    if (this.#isUnsaved) void this.#save();
  }

  watch = (listener: () => void): Unsubscribe => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #load(host: DraftHost): Promise<void> {
    try {
      const text = await host.load();
      if (host !== this.#host) return;
      this.#isLoaded = true;
      if (!this.#isUnsaved) this.#become(withPlainLineEnds(text));
    } catch (thrown) {
      console.warn('the draft could not be loaded; the next connection tries again:', thrown);
    }
  }

  async #save(): Promise<void> {
    const saved = this.#text;
    try {
      await this.#host?.save(saved);
      if (saved === this.#text) this.#isUnsaved = false;
    } catch (thrown) {
      console.warn('the draft could not be saved; the next change or connection tries again:', thrown);
    }
  }

  #saveSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), SAVE_AFTER_MS);
  }

  #become(text: string): void {
    this.#text = text;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A text area knows only one kind of line end; with another, offsets would drift line by line. */
export function withPlainLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}
