import { Refusal } from './findings.js';

/** Reads a stream of bytes from front to back, holding no more of it than what is asked for. */
export class ByteCursor {
  readonly #chunks: AsyncIterator<Buffer>;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  #positionBytes = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** How many bytes lie behind. */
  get positionBytes(): number {
    return this.#positionBytes;
  }

  /** Whether the stream ends here. */
  async isAtEnd(): Promise<boolean> {
    while (this.#at === this.#chunk.length) {
      const next = await this.#chunks.next();
      if (next.done === true) return true;
      this.#chunk = next.value;
      this.#at = 0;
    }
    return false;
  }

  /** @throws Refusal at the end of the stream */
  async byte(): Promise<number> {
    if (await this.isAtEnd()) throw truncated();
    this.#positionBytes += 1;
    return this.#chunk[this.#at++] ?? 0;
  }

  /** @throws Refusal when the stream ends before */
  async take(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    await this.#pass(count, (part) => parts.push(part));
    return Buffer.concat(parts);
  }

  /** @throws Refusal when the stream ends before */
  async skip(count: number): Promise<void> {
    await this.#pass(count, () => undefined);
  }

  /** Ends the reading: whatever the stream holds open is let go. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #pass(count: number, use: (part: Buffer) => void): Promise<void> {
    for (let left = count; left > 0;) {
      if (await this.isAtEnd()) throw truncated();
      const part = this.#chunk.subarray(this.#at, this.#at + left);
      use(part);
      this.#at += part.length;
      this.#positionBytes += part.length;
      left -= part.length;
    }
  }
}

function truncated(): Refusal {
  return new Refusal('model-truncated', 'the model ends before it is complete', {}, 'download it again');
}
