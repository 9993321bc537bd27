import type { Clock } from '../shared/clock.js';
import type { SpeakItem, SpeakRequestInput, SpeakSummary } from '../shared/contract.js';
import { CREDIT_WINDOW_SAMPLES, CreditReturn } from '../shared/credit.js';
import { toErrorShape } from '../shared/errors.js';
import type { EngineClient, EngineSupervisor } from './supervisor.js';

/**
 * What a host asks to be spoken; the rest of the engine's request is this service's business. With `from`, a speech that was
 * taken that far before goes on; segments are cut as they were then if the plan fixes the first one's length.
 */
export type SpeechRequest = Omit<SpeakRequestInput, 'generation' | 'creditSamples' | 'pinned'>;

export interface SpeechSummary extends SpeakSummary {
  /** From asking for the speech to its first samples, an engine's start included. */
  readonly firstAudioMs: number | null;
  /** How often the engine died and the speech went on with another one. */
  readonly resumeCount: number;
}

/**
 * Speaks a text: yields what the engine says, returns a summary. Each segment is announced once and each of its samples
 * arrives exactly once, in order, even when the engine process dies in between. Audio counts as taken when the next
 * item is asked for; only then is more sent. Leaving the iteration cancels the speech.
 */
export type Speech = AsyncGenerator<SpeakItem, SpeechSummary, void>;

export interface SpeechService {
  /** @throws through the iteration: SottoError, `cancelled` when the signal aborts */
  speak(request: SpeechRequest, signal?: AbortSignal): Speech;
}

/** Where a speech stands: what was handed on, and so where another engine has to go on. */
class SpeechProgress {
  firstSegmentDurationMs: number | undefined;
  segmentIndex: number;
  offsetSamples: number;
  resumeCount = 0;
  #announcedCount = 0;
  #announcedIndex: number;
  #sampleCount = 0;
  readonly #clock: Clock;
  readonly #startedMs: number;
  readonly #noticed = new Set<string>();
  #firstAudioMs: number | null = null;
  #cacheHits = 0;
  #cacheMisses = 0;

  constructor(clock: Clock, from: SpeechRequest['from']) {
    this.segmentIndex = from?.segmentIndex ?? 0;
    this.offsetSamples = from?.offsetSamples ?? 0;
    this.#announcedIndex = this.segmentIndex - 1;
    this.#clock = clock;
    this.#startedMs = clock.nowMs();
  }

  /** Notes an item. @returns whether the listener has not had it yet */
  accept(item: SpeakItem): boolean {
    switch (item.kind) {
      case 'plan': {
        const isFirst = this.firstSegmentDurationMs === undefined;
        this.firstSegmentDurationMs ??= item.firstSegmentDurationMs;
        return isFirst;
      }
      case 'segment': {
        if (item.index <= this.#announcedIndex) return false;
        this.#announcedIndex = item.index;
        this.#announcedCount++;
        if (item.words.length > 0) {
          if (item.isCached) this.#cacheHits++;
          else this.#cacheMisses++;
        }
        return true;
      }
      case 'audio':
        this.#firstAudioMs ??= this.#clock.nowMs() - this.#startedMs;
        this.segmentIndex = item.segmentIndex;
        this.offsetSamples = item.offsetSamples + item.pcm.length;
        this.#sampleCount += item.pcm.length;
        return true;
      case 'segmentEnd':
        this.segmentIndex = item.index + 1;
        this.offsetSamples = 0;
        return true;
      case 'notice': {
        // Said once a speech: a segment that is rendered again after a death would repeat it.
        const isNew = !this.#noticed.has(item.message);
        this.#noticed.add(item.message);
        return isNew;
      }
    }
  }

  summary(): SpeechSummary {
    return {
      segmentCount: this.#announcedCount,
      sampleCount: this.#sampleCount,
      cacheHits: this.#cacheHits,
      cacheMisses: this.#cacheMisses,
      firstAudioMs: this.#firstAudioMs,
      resumeCount: this.resumeCount,
    };
  }
}

/** Creates the service that hides the engine's deaths from whoever listens. */
export function createSpeechService(supervisor: EngineSupervisor, clock: Clock): SpeechService {
  let lastGeneration = 0;

  async function* speak(request: SpeechRequest, signal?: AbortSignal): Speech {
    const progress = new SpeechProgress(clock, request.from);
    for (;;) {
      const { client } = await supervisor.connect(signal);
      try {
        yield* speakOnce(client, request, progress, ++lastGeneration, signal);
        return progress.summary();
      } catch (error) {
        if (toErrorShape(error).code !== 'engine-stopped') throw error;
        progress.resumeCount++;
        // The plan comes first: a speech that has not begun has nothing to go on with, and nothing to be told.
        if (progress.firstSegmentDurationMs === undefined) continue;
        yield {
          kind: 'notice',
          generation: lastGeneration,
          code: 'engine-restarted',
          message: 'the speech engine stopped and is being started again; nothing is lost',
        };
      }
    }
  }

  /** Speaks from where the progress stands until the end, or until the engine dies. */
  async function* speakOnce(
    client: EngineClient,
    request: SpeechRequest,
    progress: SpeechProgress,
    generation: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<SpeakItem, void, void> {
    const { segmentIndex, offsetSamples, firstSegmentDurationMs } = progress;
    const stream = client.speak(
      {
        ...request,
        generation,
        creditSamples: CREDIT_WINDOW_SAMPLES,
        ...(firstSegmentDurationMs !== undefined && {
          from: { segmentIndex, offsetSamples },
          pinned: { firstSegmentDurationMs },
        }),
      },
      signal && { signal },
    );
    const credit = new CreditReturn();
    for await (const item of stream) {
      if (progress.accept(item)) yield item;
      if (item.kind !== 'audio') continue;
      supervisor.noteProgress();
      const sampleCount = credit.take(item.pcm.length);
      // A credit that cannot be given means that the engine is gone, which the stream itself reports.
      if (sampleCount > 0) client.credit({ generation, sampleCount }).catch(() => undefined);
    }
    await stream.result;
  }

  return { speak };
}
