import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AcousticInput, PreparedSegment, Synthesiser } from '../acoustic/synthesiser.js';
import { windowingOf } from '../packs/windowing.js';
import type { SpeakItem, SpeakRequest, SpeakSummary } from '../shared/contract.js';
import type { PhraseKey, RenderedSegment } from '../shared/rendered.js';
import { tokenCount, tokenize, type Tokens } from '../text/tokens.js';
import type { Segment } from '../text/types.js';
import { pauseFrames } from './controls.js';
import type { OutputBuffer } from './output-buffer.js';
import type { PipelineParts } from './pipeline.js';
import { prepareMeasured, renderSegment } from './render.js';
import { planWindowsMs, type Schedule } from './scheduler.js';
import type { Speaker, Speakers } from './speaker.js';
import { splitToFit } from './split-segment.js';
import { wordTimings } from './word-timings.js';

/**
 * Longer texts are heard once, and a book would push every phrase off the disk: what is new in them is kept in memory
 * alone, for repeats within the text.
 */
const LONGEST_TEXT_ON_DISK_CHARACTERS = 2000;

/** What is announced between samples. */
export type Mark = Exclude<SpeakItem, { kind: 'audio' | 'plan' }>;

export interface SpeechJobOptions {
  readonly request: SpeakRequest;
  readonly signal: AbortSignal;
  readonly buffer: OutputBuffer<Mark>;
  readonly speakers: Speakers;
  readonly schedule: Schedule;
}

/** Renders one speech into its buffer, segment after segment. */
export class SpeechJob {
  readonly #parts: PipelineParts;
  readonly #options: SpeechJobOptions;
  readonly #frameMs: number;
  readonly #samplesPerMs: number;
  /** When the first samples were finished, and how much audio was since: tells how much the listener has ahead. */
  #firstAudioAtMs: number | undefined;
  #renderedMs = 0;
  #isFirstSegment = true;
  readonly #counts = { segmentCount: 0, sampleCount: 0, cacheHits: 0, cacheMisses: 0 };

  constructor(parts: PipelineParts, options: SpeechJobOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#samplesPerMs = parts.manifest.sampleRateHz / 1000;
    this.#frameMs = parts.manifest.hopSamples / this.#samplesPerMs;
  }

  get counts(): Omit<SpeakSummary, 'firstAudioMs'> {
    return this.#counts;
  }

  /** @throws SottoError of a stage; the signal's reason when aborted */
  async run(): Promise<void> {
    const { request, signal, schedule } = this.#options;
    const { frontEnd, manifest, meter, clock } = this.#parts;
    const fits = (segment: Segment): boolean =>
      tokenCount(segment, manifest.alphabet) <= manifest.limits.maxTokens;
    const segments = frontEnd.segments(request.text, {
      maxSegmentDurationMs: request.plan.maxSegmentDurationMs,
      firstSegmentDurationMs: schedule.firstSegmentDurationMs,
      language: request.language,
    });
    const firstIndex = request.from?.segmentIndex ?? 0;
    let index = 0;
    let askedMs = clock.nowMs();
    for await (const whole of segments) {
      signal.throwIfAborted();
      const pieces = splitToFit(whole, fits);
      meter.frontEnd(whole.estimatedDurationMs, clock.nowMs() - askedMs);
      for (const piece of pieces) {
        if (index >= firstIndex) await this.#segment({ ...piece, index });
        index++;
      }
      askedMs = clock.nowMs();
    }
  }

  async #segment(segment: Segment): Promise<void> {
    const { signal, buffer, request } = this.#options;
    const { alphabet, limits } = this.#parts.manifest;
    const tokenized = tokenize(segment, alphabet, limits.maxTokens);
    if (tokenized.unknownSymbols.length > 0)
      buffer.mark({
        kind: 'notice',
        generation: request.generation,
        code: 'unknown-symbols',
        message: `the voice has no sound for ${[...new Set(tokenized.unknownSymbols)].join(' ')}`,
      });
    this.#counts.segmentCount++;
    if (!segment.units.some((unit) => unit.kind === 'word')) {
      this.#announce(segment, [], 0, 0, false);
      this.#end(segment, 0);
      // No run of the model gives the event loop its turn here, and a cancel or a heartbeat would not be heard.
      await nextTurn();
      signal.throwIfAborted();
      return;
    }
    const speaker = this.#options.speakers[segment.language];
    const input = this.#acousticInput(segment, tokenized, speaker);
    const key: PhraseKey = {
      ...this.#keyBase(speaker),
      tokens: input.tokens,
      pauseFrames: input.pauseFrames,
    };
    const cached = request.plan.useCache ? await this.#parts.phrases.get(key) : undefined;
    signal.throwIfAborted();
    if (cached) {
      this.#counts.cacheHits++;
      await this.#deliver(segment, tokenized, cached.durationsFrames, cached.pcm.length, true, [cached.pcm]);
      return;
    }
    this.#counts.cacheMisses++;
    const synthesiser = await this.#parts.synthesiser();
    signal.throwIfAborted();
    const prepared = await prepareMeasured(synthesiser, input, this.#parts.meter, this.#parts.clock);
    const rendered: RenderedSegment = {
      pcm: new Float32Array(prepared.frameCount * synthesiser.hopSamples),
      durationsFrames: prepared.durationsFrames,
    };
    const blocks = keepCopy(this.#render(synthesiser, prepared, speaker.gainDb), rendered.pcm);
    await this.#deliver(segment, tokenized, prepared.durationsFrames, rendered.pcm.length, false, blocks);
    if (!request.plan.useCache) return;
    const isLong = request.text.length > LONGEST_TEXT_ON_DISK_CHARACTERS;
    await this.#parts.phrases.put(key, rendered, isLong ? 'memory' : 'disk');
  }

  /** Announces a segment, passes its audio and its pause on, and closes it. */
  async #deliver(
    segment: Segment,
    tokenized: Tokens,
    durationsFrames: Int32Array,
    speechSamples: number,
    isCached: boolean,
    blocks: Iterable<Float32Array> | AsyncIterable<Float32Array>,
  ): Promise<void> {
    const words = wordTimings(segment.units, tokenized.unitOfToken, durationsFrames, this.#frameMs);
    const pauseSamples = this.#pauseSamples(segment);
    const sampleCount = speechSamples + pauseSamples;
    this.#announce(segment, words, sampleCount, pauseSamples, isCached);
    const { from } = this.#options.request;
    let dropSamples = from?.segmentIndex === segment.index ? from.offsetSamples : 0;
    const write = async (pcm: Float32Array): Promise<void> => {
      const dropped = Math.min(dropSamples, pcm.length);
      dropSamples -= dropped;
      this.#noteAudio(pcm.length);
      await this.#options.buffer.write(pcm.subarray(dropped), this.#options.signal);
    };
    for await (const block of blocks) await write(block);
    if (pauseSamples > 0) await write(new Float32Array(pauseSamples));
    this.#end(segment, sampleCount);
  }

  #render(
    synthesiser: Synthesiser,
    prepared: PreparedSegment,
    gainDb: number,
  ): AsyncGenerator<Float32Array, void, void> {
    const { request, schedule, signal } = this.#options;
    const { meter, clock } = this.#parts;
    const windowsMs = this.#isFirstSegment
      ? schedule.windowsMs
      : planWindowsMs(
          meter.estimate(),
          request.plan.maxSegmentDurationMs,
          synthesiser.windowing.contextFrames * this.#frameMs,
          this.#bufferedMs(),
        );
    this.#isFirstSegment = false;
    const options = { gainDb, windowsMs, overlapRatio: request.plan.overlapRatio };
    return renderSegment(synthesiser, prepared, options, meter, clock, signal);
  }

  #acousticInput(segment: Segment, { ids, unitOfToken }: Tokens, speaker: Speaker): AcousticInput {
    const { request } = this.#options;
    return {
      ...speaker.controls,
      tokens: ids,
      style: speaker.vector.values,
      statistics: null,
      isExact: request.plan.exact,
      pauseFrames: pauseFrames(segment.units, unitOfToken, request.controls.pauseMs, this.#frameMs),
    };
  }

  #keyBase(speaker: Speaker): Omit<PhraseKey, 'tokens' | 'pauseFrames'> {
    const { vector, voice, styleName, controls, gainDb } = speaker;
    const { request } = this.#options;
    // Where windows only resemble the whole, how they are joined is heard.
    const joins = windowingOf(this.#parts.manifest).isExact
      ? {}
      : { overlapRatio: request.plan.overlapRatio };
    return {
      engineVersion: this.#parts.engineVersion,
      packSha256: this.#parts.packSha256,
      styleSha256: vector.sha256,
      voice,
      style: styleName,
      controls: { ...controls, gainDb, ...joins },
    };
  }

  /** Silence where a paragraph ends, unless the text ends with it. */
  #pauseSamples(segment: Segment): number {
    const { text, plan } = this.#options.request;
    const isPause = segment.break === 'paragraph' && segment.source.end < text.length;
    return isPause ? Math.round(plan.paragraphPauseMs * this.#samplesPerMs) : 0;
  }

  #announce(
    segment: Segment,
    words: ReturnType<typeof wordTimings>,
    sampleCount: number,
    pauseSamples: number,
    isCached: boolean,
  ): void {
    this.#options.buffer.mark({
      kind: 'segment',
      generation: this.#options.request.generation,
      index: segment.index,
      source: segment.source,
      language: segment.language,
      break: segment.break,
      spans: [...segment.spans],
      words,
      sampleCount,
      pauseSamples,
      isCached,
    });
  }

  #end(segment: Segment, sampleCount: number): void {
    this.#counts.sampleCount += sampleCount;
    const { generation } = this.#options.request;
    this.#options.buffer.mark({ kind: 'segmentEnd', generation, index: segment.index, sampleCount });
  }

  #noteAudio(sampleCount: number): void {
    this.#firstAudioAtMs ??= this.#parts.clock.nowMs();
    this.#renderedMs += sampleCount / this.#samplesPerMs;
  }

  /** Audio that a listener who began with the first sample has still ahead. */
  #bufferedMs(): number {
    if (this.#firstAudioAtMs === undefined) return 0;
    return Math.max(0, this.#renderedMs - (this.#parts.clock.nowMs() - this.#firstAudioAtMs));
  }
}

/** Passes blocks on and keeps them in a row. */
async function* keepCopy(
  blocks: AsyncIterable<Float32Array>,
  target: Float32Array,
): AsyncGenerator<Float32Array, void, void> {
  let at = 0;
  for await (const block of blocks) {
    target.set(block, at);
    at += block.length;
    yield block;
  }
}
