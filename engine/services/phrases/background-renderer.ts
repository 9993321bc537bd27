import type { Clock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { SottoError, toErrorShape, type ErrorCode, type ErrorShape } from '../../shared/errors.js';
import type { Unsubscribe } from '../../shared/transport.js';
import type { SpeechRequest, SpeechService } from '../speech.js';
import type { Turns } from '../turns.js';
import { RenderingCollector, type Rendering } from '../renderings/rendering.js';

/** Pause after a failure, doubled with each one in a row: an engine or a disk that fails is left in peace. */
const BACK_OFF_MS = { first: 2000, longest: 300_000 };

/** Failures that are the engine's, not the text's: another try is worth while when it is well again. */
const ENGINE_TROUBLE: readonly ErrorCode[] = [
  'engine-failed',
  'engine-stopped',
  'not-running',
  'connection-lost',
];

/** A text that takes the engine down so often is left to the person. */
const MAX_ENGINE_TROUBLES = 3;

export interface RenderJob {
  readonly name: string;
  readonly request: SpeechRequest;
}

export interface BackgroundRendererOptions {
  readonly speech: SpeechService;
  readonly turns: Turns;
  readonly clock: Clock;
  /** What was rendered. Rejecting makes the job a failed one. */
  readonly onRendered: (job: RenderJob, rendering: Rendering) => Promise<void>;
  /** Something that is told of it has changed. */
  readonly onChange: () => void;
  /** There is nothing left that it could do now. */
  readonly onSettled: () => void;
}

export interface RenderProgress {
  readonly done: number;
  readonly total: number;
  readonly isWaiting: boolean;
  readonly isPaused: boolean;
  readonly remainingMs: number | null;
}

interface Current {
  readonly job: RenderJob;
  readonly controller: AbortController;
}

/**
 * Renders jobs one after another while nobody waits for the engine. A job that fails is left alone until it is retried; a
 * row of failures slows it down.
 */
export class BackgroundRenderer {
  readonly #options: BackgroundRendererOptions;
  #queue = new Map<string, RenderJob>();
  readonly #failures = new Map<string, ErrorShape>();
  readonly #engineTroubles = new Map<string, number>();
  #current: Current | undefined;
  #failuresInARow = 0;
  #backOff: Unsubscribe | undefined;
  #isHeld = false;
  #isPaused = false;
  #isWaiting = false;
  #isDisposed = false;
  #doneCount = 0;
  /** Measured over all that was rendered, waits left out. */
  readonly #speed = { characters: 0, ms: 0 };

  constructor(options: BackgroundRendererOptions) {
    this.#options = options;
  }

  /** Everything that is to be rendered and is not, in the order to do it; what was asked for before and is not named is not any more. */
  want(jobs: readonly RenderJob[]): void {
    this.#queue = new Map(jobs.map((job) => [job.name, job]));
    for (const name of [...this.#failures.keys()]) if (!this.#queue.has(name)) this.#forget(name);
    if (this.#current && !this.#queue.has(this.#current.job.name)) this.#abort('it is not wanted any more');
    this.#options.onChange();
    this.#next();
  }

  /** A job was done by somebody else. */
  settle(name: string): void {
    if (!this.#queue.delete(name)) return;
    this.#forget(name);
    this.#doneCount++;
    if (this.#current?.job.name === name) this.#abort('it was rendered elsewhere');
    this.#options.onChange();
    this.#next();
  }

  /** Tries jobs again that have failed. */
  retry(names: Iterable<string>): void {
    for (const name of names) this.#forget(name);
    this.#failuresInARow = 0;
    this.#backOff?.();
    this.#backOff = undefined;
    this.#options.onChange();
    this.#next();
  }

  pause(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#abort('it was paused');
    this.#options.onChange();
    this.#next();
  }

  /** While the engine has given up, nothing is asked of it. */
  hold(isHeld: boolean): void {
    if (isHeld === this.#isHeld) return;
    this.#isHeld = isHeld;
    this.#options.onChange();
    this.#next();
  }

  /** The engine is well: what failed because it was not is tried again, within limits. */
  engineIsWell(): void {
    const names = [...this.#failures].flatMap(([name, { code }]) => (isEngineTrouble(code) ? [name] : []));
    const worthWhile = names.filter((name) => (this.#engineTroubles.get(name) ?? 0) < MAX_ENGINE_TROUBLES);
    if (worthWhile.length === 0) return;
    for (const name of worthWhile) this.#failures.delete(name);
    this.#options.onChange();
    this.#next();
  }

  failure(name: string): ErrorShape | undefined {
    return this.#failures.get(name);
  }

  /** The job that is being rendered. */
  get currentName(): string | undefined {
    return this.#current?.job.name;
  }

  /** Null while there is nothing to do. */
  progress(): RenderProgress | null {
    const left = this.#waitingJobs();
    if (left.length === 0) return null;
    const characters = left.reduce((sum, { request }) => sum + request.text.length, 0);
    const { characters: measured, ms } = this.#speed;
    return {
      done: this.#doneCount,
      total: this.#doneCount + left.length,
      isWaiting: this.#isWaiting || this.#isHeld || this.#backOff !== undefined,
      isPaused: this.#isPaused,
      remainingMs: measured === 0 ? null : Math.round((ms / measured) * characters),
    };
  }

  /** Ends what runs, and begins nothing any more. */
  dispose(): void {
    this.#isDisposed = true;
    this.#backOff?.();
    this.#abort('the app ends');
  }

  #waitingJobs(): RenderJob[] {
    return [...this.#queue.values()].filter(({ name }) => !this.#failures.has(name));
  }

  #firstWaiting(): RenderJob | undefined {
    for (const job of this.#queue.values()) if (!this.#failures.has(job.name)) return job;
    return undefined;
  }

  #forget(name: string): void {
    this.#failures.delete(name);
    this.#engineTroubles.delete(name);
  }

  #abort(why: string): void {
    this.#current?.controller.abort(new SottoError({ code: 'cancelled', message: why }));
  }

  #next(): void {
    const isStill = this.#isDisposed || this.#isPaused || this.#isHeld || this.#backOff !== undefined;
    if (this.#current || isStill) return;
    const job = this.#firstWaiting();
    if (!job) {
      this.#doneCount = 0;
      this.#options.onSettled();
      return;
    }
    this.#current = { job, controller: new AbortController() };
    void this.#run(this.#current);
  }

  async #run(current: Current): Promise<void> {
    const { job, controller } = current;
    const { signal } = controller;
    try {
      const rendering = await this.#render(job, signal);
      await this.#options.onRendered(job, rendering);
      this.#failuresInARow = 0;
      if (this.#queue.delete(job.name)) this.#doneCount++;
    } catch (thrown) {
      if (!signal.aborted) this.#failed(job, toErrorShape(thrown));
    }
    this.#current = undefined;
    this.#options.onChange();
    this.#next();
  }

  async #render(job: RenderJob, signal: AbortSignal): Promise<Rendering> {
    const { clock, speech } = this.#options;
    const collector = new RenderingCollector();
    let waitedMs = await this.#untilFree(signal);
    const startedMs = clock.nowMs() - waitedMs;
    this.#options.onChange();
    for await (const item of speech.speak(backgroundRequest(job.request), signal)) {
      collector.accept(item);
      // The engine renders ahead by a bounded amount and then stands still until the next item is asked for.
      if (isWorthWaiting(item)) waitedMs += await this.#untilFree(signal);
    }
    signal.throwIfAborted();
    this.#speed.characters += job.request.text.length;
    this.#speed.ms += clock.nowMs() - startedMs - waitedMs;
    return collector.finish();
  }

  /** @returns how long that took, in milliseconds */
  async #untilFree(signal: AbortSignal): Promise<number> {
    const { turns, clock, onChange } = this.#options;
    if (!turns.isLive()) {
      signal.throwIfAborted();
      return 0;
    }
    const startMs = clock.nowMs();
    this.#isWaiting = true;
    onChange();
    try {
      await turns.whenFree(signal);
    } finally {
      this.#isWaiting = false;
    }
    onChange();
    return clock.nowMs() - startMs;
  }

  #failed(job: RenderJob, error: ErrorShape): void {
    if (this.#queue.has(job.name)) this.#failures.set(job.name, error);
    if (isEngineTrouble(error.code))
      this.#engineTroubles.set(job.name, (this.#engineTroubles.get(job.name) ?? 0) + 1);
    const pauseMs = BACK_OFF_MS.first * 2 ** this.#failuresInARow++;
    this.#backOff = this.#options.clock.after(Math.min(pauseMs, BACK_OFF_MS.longest), () => {
      this.#backOff = undefined;
      this.#options.onChange();
      this.#next();
    });
  }
}

/** The library keeps its own renderings: in the engine's cache they would push out what is spoken otherwise. */
function backgroundRequest(request: SpeechRequest): SpeechRequest {
  return { ...request, plan: { ...request.plan, useCache: false } };
}

function isWorthWaiting(item: SpeakItem): boolean {
  return item.kind === 'audio' || item.kind === 'segment';
}

/** Whether a failure is the engine's, and so may be over when it is well again. */
export function isEngineTrouble(code: ErrorCode): boolean {
  return ENGINE_TROUBLE.includes(code);
}
