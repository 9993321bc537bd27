import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../files/atomic-file.js';
import type { SpeakItem } from '../../shared/contract.js';
import { errnoOf } from '../../shared/errno.js';
import { SottoError, toErrorShape } from '../../shared/errors.js';
import { playRendering } from '../renderings/play-rendering.js';
import { decodeRendering, encodeRendering } from '../renderings/rendering-codec.js';
import { renderingName } from '../renderings/rendering-key.js';
import type { SoundVersion } from '../renderings/sound-version.js';
import { RenderingCollector, type Rendering } from '../renderings/rendering.js';
import type { SpeechRequest, SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';

export interface PreviewsOptions {
  readonly dir: string;
  readonly speech: SpeechService;
  readonly turns: Turns;
  /** Recordings of other sounds are not used. */
  readonly soundVersion: SoundVersion;
  /** Hears of recordings that could not be kept; they were heard all the same. */
  readonly onTrouble: (error: SottoError) => void;
}

/** Half a megabyte each. More than every voice in every style; the oldest are dropped. */
const MAX_RECORDINGS = 64;

const SUFFIX = '.preview';

/** Preview lines as they were spoken, on disk by all that decides how they sound. */
export class Previews {
  readonly #options: PreviewsOptions;

  constructor(options: PreviewsOptions) {
    this.#options = options;
  }

  /** A line's audio: from its recording, or live from the engine and then kept. */
  async *open(
    request: SpeechRequest,
    startOffset: number,
    signal: AbortSignal,
  ): AsyncGenerator<SpeakItem, void, void> {
    const kept = await this.#read(request);
    if (kept) {
      yield* playRendering(kept, startOffset);
      return;
    }
    const { speech, turns } = this.#options;
    const collector = new RenderingCollector();
    const endTurn = turns.beginLive();
    try {
      for await (const item of speech.speak(request, signal)) {
        collector.accept(item);
        if (startOffset === 0) yield item;
      }
    } finally {
      endTurn();
    }
    const rendering = collector.finish();
    await this.#write(request, rendering);
    if (startOffset > 0) yield* playRendering(rendering, startOffset);
  }

  /**
   * Records a line while nobody waits for the engine, unless it is there already.
   * @throws SottoError of the engine; the signal's reason when it aborts
   */
  async record(request: SpeechRequest, signal: AbortSignal): Promise<void> {
    if (await this.#read(request)) return;
    await this.#options.turns.whenFree(signal);
    const collector = new RenderingCollector();
    for await (const item of this.#options.speech.speak(request, signal)) {
      collector.accept(item);
      await this.#options.turns.whenFree(signal);
    }
    await this.#write(request, collector.finish());
  }

  async usage(): Promise<{ bytes: number; entries: number }> {
    const files = await this.#files();
    return { bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), entries: files.length };
  }

  async clear(): Promise<void> {
    for (const { path } of await this.#files()) await rm(path, { force: true });
  }

  #path(request: SpeechRequest): string {
    const { dir, soundVersion } = this.#options;
    return join(dir, `${renderingName(request, soundVersion(request))}${SUFFIX}`);
  }

  async #read(request: SpeechRequest): Promise<Rendering | undefined> {
    try {
      return decodeRendering(await readFile(this.#path(request)));
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return undefined;
      this.#report(thrown);
      return undefined;
    }
  }

  async #write(request: SpeechRequest, rendering: Rendering): Promise<void> {
    try {
      await mkdir(this.#options.dir, { recursive: true, mode: 0o700 });
      await replaceFile(this.#path(request), encodeRendering(rendering), 0o600);
      await this.#dropOldest();
    } catch (thrown) {
      this.#report(thrown);
    }
  }

  async #dropOldest(): Promise<void> {
    const files = await this.#files();
    const oldestFirst = files.sort((a, b) => a.modifiedMs - b.modifiedMs);
    for (const { path } of oldestFirst.slice(0, -MAX_RECORDINGS)) await rm(path, { force: true });
  }

  async #files(): Promise<{ path: string; bytes: number; modifiedMs: number }[]> {
    try {
      const names = (await readdir(this.#options.dir)).filter((name) => name.endsWith(SUFFIX));
      return await Promise.all(
        names.map(async (name) => {
          const path = join(this.#options.dir, name);
          const { size, mtimeMs } = await stat(path);
          return { path, bytes: size, modifiedMs: mtimeMs };
        }),
      );
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return [];
      throw thrown;
    }
  }

  #report(thrown: unknown): void {
    this.#options.onTrouble(
      new SottoError(
        {
          code: 'cache-failed',
          message: `a voice's preview could not be kept: ${toErrorShape(thrown).message}`,
          kept: 'it is spoken all the same',
        },
        { cause: thrown },
      ),
    );
  }
}
