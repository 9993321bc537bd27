import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AcousticInput, PreparedSegment, Synthesiser } from '../acoustic/synthesiser.js';
import type { StyleVector } from '../cache/style-cache.js';
import { windowingOf } from '../packs/windowing.js';
import type { SpeakRequest, SpeakSummary } from '../shared/contract.js';
import type { PhraseKey, RenderedSegment } from '../shared/rendered.js';
import { tokenCount, tokenize, type Tokens } from '../text/tokens.js';
import type { Segment } from '../text/types.js';
import { pauseFrames } from './controls.js';
import { planWindowsMs } from './later-windows.js';
import type { OutputBuffer } from './output-buffer.js';
import type { PipelineParts } from './pipeline.js';
import { prepareMeasured, renderSegment } from './render.js';
import { windowingMs, type Schedule, type WindowsMs } from './schedule.js';
import { SegmentSender, type Mark } from './segment-sender.js';
import type { Speaker, Speakers } from './speaker.js';
import type { Loan, SpeakingPack, Statistics } from './speaking-pack.js';
import { splitToFit } from './split-segment.js';
import { drawsStyles, StyleChain, type DrawStyle } from './style-chain.js';
import { evenDurations, wordTimings } from './word-timings.js';

/**
 * Longer texts are heard once, and a book would push every phrase off the disk: what is new in them is kept in memory
 * alone, for repeats within the text.
 */
const LONGEST_TEXT_ON_DISK_CHARACTERS = 2000;

export interface SpeechJobOptions {
  readonly request: SpeakRequest;
  readonly signal: AbortSignal;
  readonly buffer: OutputBuffer<Mark>;
  readonly speakers: Speakers;
  readonly schedule: Schedule;
}

/** What decides how a segment sounds, beside its tokens. */
interface Manner {
  readonly speaker: Speaker;
  readonly vector: StyleVector;
  /** Null where the decoder needs none. */
  readonly statistics: Statistics | null;
  /** Whether it is decoded whole, where windows would only resemble that. */
  readonly isExact: boolean;
  /** What it took to draw the vector. */
  readonly drawingMs: number;
}

/** Renders one speech into its buffer, segment after segment. */
export class SpeechJob {
  readonly #parts: PipelineParts;
  readonly #options: SpeechJobOptions;
  readonly #sender: SegmentSender;
  readonly #loans = new Map<SpeakingPack, Loan>();
  /** Undefined where no style is drawn. */
  readonly #chain: StyleChain | undefined;
  /** Segments of the same chain that a resume leaves out: their styles carry over into the first one. */
  #leftOut: Segment[] = [];
  #isFirstSegment = true;
  #isSlownessTold = false;
  readonly #counts = { segmentCount: 0, cacheHits: 0, cacheMisses: 0 };

  constructor(parts: PipelineParts, options: SpeechJobOptions) {
    this.#parts = parts;
    this.#options = options;
    const { request, signal, buffer, schedule, speakers } = options;
    const { sampleRateHz } = speakers.main.pack.manifest;
    const { prebufferMs } = schedule;
    this.#sender = new SegmentSender({
      request,
      signal,
      buffer,
      clock: parts.clock,
      sampleRateHz,
      prebufferMs,
    });
    const { diffusion } = request;
    if (diffusion) this.#chain = new StyleChain(parts.styles, diffusion);
  }

  get counts(): Omit<SpeakSummary, 'firstAudioMs'> {
    return { ...this.#counts, sampleCount: this.#sender.sampleCount };
  }

  /** @throws SottoError of a stage; the signal's reason when aborted */
  async run(): Promise<void> {
    try {
      await this.#run();
    } finally {
      for (const loan of this.#loans.values()) loan.giveBack();
    }
  }

  async #run(): Promise<void> {
    const { request, signal, schedule, speakers } = this.#options;
    const { frontEnd, clock } = this.#parts;
    const fits = (segment: Segment): boolean => {
      const { alphabet, limits } = speakers[segment.language].pack.manifest;
      return tokenCount(segment, alphabet) <= limits.maxTokens;
    };
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
      speakers[whole.language].pack.meter.frontEnd(whole.estimatedDurationMs, clock.nowMs() - askedMs);
      for (const piece of pieces) {
        const segment = { ...piece, index };
        if (index >= firstIndex) await this.#segment(segment);
        else if (this.#chain) this.#leftOut.push(segment);
        if (this.#chain?.endSegment(segment)) this.#leftOut = [];
        index++;
      }
      askedMs = clock.nowMs();
    }
  }

  async #segment(segment: Segment): Promise<void> {
    const { signal, request } = this.#options;
    const speaker = this.#options.speakers[segment.language];
    const tokenized = this.#tokenize(segment, speaker);
    if (tokenized.unknownSymbols.length > 0)
      this.#sender.notice(
        'unknown-symbols',
        `the voice has no sound for ${[...new Set(tokenized.unknownSymbols)].join(' ')}`,
      );
    this.#counts.segmentCount++;
    if (!saysSomething(segment, tokenized)) {
      this.#sender.sendSilent(segment);
      // No run of the model gives the event loop its turn here, and a cancel or a heartbeat would not be heard.
      await nextTurn();
      signal.throwIfAborted();
      return;
    }
    const manner = await this.#manner(segment, tokenized, speaker);
    const pauses = pauseFrames(
      segment.units,
      tokenized.unitOfToken,
      request.controls.pauseMs,
      frameMsOf(speaker.pack),
    );
    const key = this.#phraseKey(tokenized, pauses, manner);
    const cached = request.plan.useCache ? await this.#parts.phrases.get(key) : undefined;
    signal.throwIfAborted();
    if (cached) {
      this.#counts.cacheHits++;
      this.#isFirstSegment = false;
      await this.#deliver(segment, tokenized, speaker, cached, true, [cached.pcm]);
      return;
    }
    this.#counts.cacheMisses++;
    this.#tellSlowness(speaker);
    const { synthesiser } = await this.#borrow(speaker.pack);
    signal.throwIfAborted();
    const input = await acousticInput(tokenized, pauses, manner);
    const { meter } = speaker.pack;
    const prepared = await prepareMeasured(synthesiser, input, meter, this.#parts.clock, manner.drawingMs);
    const paceMs = segment.estimatedDurationMs * speaker.controls.lengthScale;
    meter.spoke(paceMs, prepared.frameCount * frameMsOf(speaker.pack));
    const rendered: RenderedSegment = {
      pcm: new Float32Array(prepared.frameCount * synthesiser.hopSamples),
      durationsFrames: prepared.durationsFrames,
    };
    const blocks = keepCopy(this.#render(synthesiser, prepared, manner), rendered.pcm);
    await this.#deliver(segment, tokenized, speaker, rendered, false, blocks);
    if (!request.plan.useCache) return;
    const isLong = request.text.length > LONGEST_TEXT_ON_DISK_CHARACTERS;
    await this.#parts.phrases.put(key, rendered, isLong ? 'memory' : 'disk');
  }

  #tokenize(segment: Segment, { pack }: Speaker): Tokens {
    const { alphabet, limits } = pack.manifest;
    return tokenize(segment, alphabet, limits.maxTokens);
  }

  async #manner(segment: Segment, tokenized: Tokens, speaker: Speaker): Promise<Manner> {
    const drawn = await this.#vector(segment, tokenized, speaker);
    const isExact = this.#options.request.plan.exact && !windowingOf(speaker.pack.manifest).isExact;
    return { ...drawn, speaker, statistics: isExact ? null : await speaker.statistics(), isExact };
  }

  /** The voice's own vector, or one that is drawn from it. */
  async #vector(
    segment: Segment,
    { ids, contentCount }: Tokens,
    speaker: Speaker,
  ): Promise<Pick<Manner, 'vector' | 'drawingMs'>> {
    const { source } = segment;
    const length = { tokenCount: contentCount, characterCount: source.end - source.start };
    const reference = await speaker.vector(length);
    if (!this.#chain || !drawsStyles(speaker)) return { vector: reference, drawingMs: 0 };
    for (const left of this.#leftOut.splice(0)) {
      this.#options.signal.throwIfAborted();
      const before = this.#options.speakers[left.language];
      const leftTokens = this.#tokenize(left, before);
      if (saysSomething(left, leftTokens)) await this.#vector(left, leftTokens, before);
    }
    let drawingMs = 0;
    // The model is borrowed for a draw alone: what was drawn before, and is in the phrase cache, needs none.
    const draw: DrawStyle = async (recipe) => {
      const { synthesiser } = await this.#borrow(speaker.pack);
      const startMs = this.#parts.clock.nowMs();
      const drawn = await synthesiser.drawStyle?.(recipe);
      drawingMs = this.#parts.clock.nowMs() - startMs;
      return drawn ?? recipe.reference;
    };
    const vector = await this.#chain.next(speaker, draw, ids, reference, segment.index);
    return { vector, drawingMs };
  }

  /** The pack's model, kept until the speech ends. */
  async #borrow(pack: SpeakingPack): Promise<Loan> {
    const known = this.#loans.get(pack);
    if (known) return known;
    const loan = await pack.borrow(this.#options.signal);
    this.#loans.set(pack, loan);
    return loan;
  }

  /** Tells when its words are spoken, and sends it. */
  async #deliver(
    segment: Segment,
    { ids, unitOfToken }: Tokens,
    speaker: Speaker,
    { pcm: { length: speechSamples }, durationsFrames }: RenderedSegment,
    isCached: boolean,
    blocks: Iterable<Float32Array> | AsyncIterable<Float32Array>,
  ): Promise<void> {
    const durations =
      durationsFrames.length > 0
        ? durationsFrames
        : evenDurations(ids.length, speechSamples / speaker.pack.manifest.hopSamples);
    const words = wordTimings(segment.units, unitOfToken, durations, frameMsOf(speaker.pack));
    await this.#sender.send(segment, { words, speechSamples, isCached, blocks });
  }

  #render(
    synthesiser: Synthesiser,
    prepared: PreparedSegment,
    { speaker, isExact }: Manner,
  ): AsyncGenerator<Float32Array, void, void> {
    const { request, signal } = this.#options;
    const { meter } = speaker.pack;
    const options = {
      gainDb: speaker.gainDb,
      windowsMs: isExact
        ? [Infinity]
        : this.#windowsMs(speaker, prepared.frameCount * frameMsOf(speaker.pack)),
      overlapRatio: request.plan.overlapRatio,
    };
    this.#isFirstSegment = false;
    return renderSegment(synthesiser, prepared, options, meter, this.#parts.clock, signal);
  }

  #windowsMs({ pack }: Speaker, segmentMs: number): WindowsMs {
    const { schedule, request } = this.#options;
    if (this.#isFirstSegment) return schedule.firstWindowsMs;
    return planWindowsMs(segmentMs, this.#sender.bufferedMs(), {
      ...windowingMs(pack.manifest),
      speed: pack.meter.estimate(),
      overlapRatio: request.plan.overlapRatio,
      laterWindowsMs: schedule.laterWindowsMs,
    });
  }

  #phraseKey({ ids }: Tokens, pauses: readonly number[], manner: Manner): PhraseKey {
    const { speaker, vector, statistics, isExact } = manner;
    const { pack, voice, styleName, controls, gainDb } = speaker;
    const { overlapRatio } = this.#options.request.plan;
    // Where windows only resemble the whole, it is heard whether there are any, and how they are joined.
    const joined = isExact ? { exact: 1 } : { overlapRatio };
    const joins = windowingOf(pack.manifest).isExact ? {} : joined;
    return {
      engineVersion: this.#parts.engineVersion,
      packSha256: pack.soundSha256,
      styleSha256: vector.sha256,
      ...(statistics && { statistics: statistics.name }),
      voice,
      style: styleName,
      tokens: ids,
      pauseFrames: pauses,
      controls: { ...controls, gainDb, ...joins },
    };
  }

  /** Once a speech, when the first of it has to be computed. */
  #tellSlowness({ pack }: Speaker): void {
    const { realTimeFactor, prebufferMs } = this.#options.schedule;
    if (this.#isSlownessTold || realTimeFactor <= 1 || !pack.meter.isMeasured) return;
    this.#isSlownessTold = true;
    const held = prebufferMs > 0 ? `; it begins when ${seconds(prebufferMs / 1000)} are ready` : '';
    this.#sender.notice(
      'slower-than-real-time',
      `this machine needs ${seconds(realTimeFactor)} for a second of this voice${held}`,
    );
  }
}

async function acousticInput(
  { ids }: Tokens,
  pauses: readonly number[],
  { speaker, vector, statistics, isExact }: Manner,
): Promise<AcousticInput> {
  return {
    ...speaker.controls,
    tokens: ids,
    style: vector.values,
    pauseFrames: pauses,
    statistics: statistics && (await statistics.values()),
    isExact,
  };
}

/** Whether the voice has a sound for any of its words. */
function saysSomething({ units }: Segment, { unitOfToken }: Tokens): boolean {
  return unitOfToken.some((unitIndex) => units[unitIndex]?.kind === 'word');
}

function frameMsOf({ manifest }: SpeakingPack): number {
  return (manifest.hopSamples * 1000) / manifest.sampleRateHz;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
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
