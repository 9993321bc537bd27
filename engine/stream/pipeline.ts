import type { StyleCache } from '../cache/style-cache.js';
import { windowingOf } from '../packs/windowing.js';
import type { Clock } from '../shared/clock.js';
import type { SpeakItem, SpeakRequest, SpeakSummary } from '../shared/contract.js';
import type { CreditGate } from '../shared/credit.js';
import type { PhraseStore } from '../shared/rendered.js';
import type { FrontEnd } from '../text/types.js';
import { OutputBuffer } from './output-buffer.js';
import { windowingMs, type Schedule } from './schedule.js';
import { planStart } from './scheduler.js';
import type { Mark } from './segment-sender.js';
import { chooseSpeakers, type Speaker } from './speaker.js';
import type { SpeakingPacks } from './speaking-pack.js';
import { SpeechJob } from './speech-job.js';

/** The stages, as the pipeline composes them. */
export interface PipelineParts {
  readonly packs: SpeakingPacks;
  readonly engineVersion: string;
  readonly frontEnd: FrontEnd;
  readonly styles: StyleCache;
  readonly phrases: PhraseStore;
  readonly clock: Clock;
}

export interface Pipeline {
  /**
   * Speaks a request: announces each segment, then its audio as far as the gate grants credit. The next segment is
   * computed while the last one is being taken. Aborting takes effect within one decode window.
   * @throws SottoError unknown-voice, unknown-style, bad-input, pack-invalid, pack-corrupt, engine-failed, inference-failed
   */
  speak(
    request: SpeakRequest,
    gate: CreditGate,
    signal: AbortSignal,
  ): AsyncGenerator<SpeakItem, SpeakSummary, void>;
}

/** Audio that waits for credit (4 s at 24 kHz): enough that the model is never idle while the listener lives on it. */
const BUFFER_SAMPLES = 96_000;

/** Largest audio message (0.25 s): larger ones would make a player wait, smaller ones cost more messages. */
const MAX_CHUNK_SAMPLES = 6_000;

/** Speech is about this long a letter, and a Chinese character; for the scheduler's horizon only. */
const MS_PER_LETTER = 65;
const MS_PER_HAN = 230;

/** Composes the stages. It holds no state of its own between speeches. */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { clock } = parts;

  async function* speak(
    request: SpeakRequest,
    gate: CreditGate,
    signal: AbortSignal,
  ): AsyncGenerator<SpeakItem, SpeakSummary, void> {
    const startedMs = clock.nowMs();
    const speakers = chooseSpeakers(parts, request);
    const schedule = scheduleFor(request, speakers.main);
    const { sampleRateHz } = speakers.main.pack.manifest;
    // Ends the renderer when the reader leaves for any reason, not only when the caller aborts.
    const leaving = new AbortController();
    const buffer = new OutputBuffer<Mark>(BUFFER_SAMPLES, MAX_CHUNK_SAMPLES);
    const job = new SpeechJob(parts, {
      request,
      signal: AbortSignal.any([signal, leaving.signal]),
      buffer,
      speakers,
      schedule,
    });
    const rendering = job.run().then(
      () => buffer.end(),
      (error: unknown) => buffer.end(error instanceof Error ? error : new Error(String(error))),
    );
    const { generation } = request;
    let segmentIndex = request.from?.segmentIndex ?? 0;
    let offsetSamples = 0;
    let firstAudioMs: number | null = null;
    try {
      yield {
        kind: 'plan',
        generation,
        sampleRateHz,
        firstSegmentDurationMs: schedule.firstSegmentDurationMs,
        prebufferMs: schedule.prebufferMs,
      };
      for (;;) {
        const output = await buffer.read(gate, signal);
        if (!output) break;
        if (output.kind === 'mark') {
          if (output.mark.kind === 'segment') {
            segmentIndex = output.mark.index;
            const isResumed = request.from?.segmentIndex === segmentIndex;
            offsetSamples = isResumed
              ? Math.min(request.from?.offsetSamples ?? 0, output.mark.sampleCount)
              : 0;
          }
          yield output.mark;
        } else {
          firstAudioMs ??= clock.nowMs() - startedMs;
          yield { kind: 'audio', generation, segmentIndex, offsetSamples, pcm: output.pcm };
          offsetSamples += output.pcm.length;
        }
      }
      return { ...job.counts, firstAudioMs };
    } finally {
      leaving.abort();
      await rendering;
    }
  }

  return { speak };
}

function scheduleFor(request: SpeakRequest, { pack, controls }: Speaker): Schedule {
  const fixedFirstMs = request.pinned?.firstSegmentDurationMs ?? request.plan.firstSegmentDurationMs;
  const stretch = pack.meter.stretch * controls.lengthScale;
  return planStart({
    speed: pack.meter.estimate(),
    maxSegmentDurationMs: request.plan.maxSegmentDurationMs,
    stretch,
    overlapRatio: request.plan.overlapRatio,
    ...windowingMs(pack.manifest),
    isWhole: request.plan.exact && !windowingOf(pack.manifest).isExact,
    totalDurationMs: roughDurationMs(request.text) * stretch,
    ...(fixedFirstMs !== undefined && { fixedFirstSegmentMs: fixedFirstMs }),
  });
}

function roughDurationMs(text: string): number {
  const hanCount = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return hanCount * MS_PER_HAN + (text.length - hanCount) * MS_PER_LETTER;
}
