import type { SpeakItemOf, SpeakPlan } from '../../shared/contract.js';
import type { Controls } from '../../shared/schemas.js';
import type { Speech, SpeechSummary } from '../../services/speech.js';
import type { ChosenVoice } from './choose-voice.js';
import type { EngineSession } from './engine-session.js';
import { Progress } from './progress.js';
import type { SpeechOutput } from './speech-output.js';
import { SpeechRecord } from './speech-record.js';
import { Unsaid } from './unsaid.js';
import { nothingToSay, type TextSource } from './utterances.js';

/** How the texts are to be spoken. */
export interface Manner {
  readonly voice: ChosenVoice;
  readonly controls: Controls;
  readonly plan: SpeakPlan;
  /** Whether the times of all words will be asked for. */
  readonly keepsTimings: boolean;
}

export interface Spoken {
  readonly record: SpeechRecord;
  readonly sampleRateHz: number;
  /** From the start of this process to the first sample that the engine sent. */
  readonly firstAudioMs: number | null;
  /** From asking the engine to having taken its last sample, over all texts. */
  readonly speakingMs: number;
  readonly resumeCount: number;
}

/** Speaks the texts of a source one after the other into one output. */
export class SpeakRun {
  readonly #manner: Manner;
  readonly #engine: EngineSession;
  readonly #output: SpeechOutput;
  readonly #signal: AbortSignal;
  readonly #record: SpeechRecord;
  readonly #progress: Progress | undefined;
  readonly #unsaid = new Unsaid();
  #sampleRateHz = 0;
  #firstAudioMs: number | null = null;
  #resumeCount = 0;
  #speakingMs = 0;

  constructor(manner: Manner, engine: EngineSession, output: SpeechOutput, signal: AbortSignal) {
    this.#manner = manner;
    this.#engine = engine;
    this.#output = output;
    this.#signal = signal;
    this.#record = new SpeechRecord(manner.keepsTimings);
    if (process.stderr.isTTY) this.#progress = new Progress(process.stderr, () => output.positionMs());
  }

  async run(source: TextSource): Promise<Spoken> {
    try {
      for await (const text of source.texts) {
        if (text.trim() === '') this.#record.skipText(text.length);
        else await this.#speakText(text, source.isWhole);
      }
      if (!this.#record.hasSpeech) throw nothingToSay();
      const unsaid = this.#unsaid.line();
      if (unsaid !== undefined) this.#note(unsaid);
      await this.#output.finish();
      this.#signal.throwIfAborted();
    } finally {
      this.#progress?.end();
    }
    return {
      record: this.#record,
      sampleRateHz: this.#sampleRateHz,
      firstAudioMs: this.#firstAudioMs,
      speakingMs: this.#speakingMs,
      resumeCount: this.#resumeCount,
    };
  }

  async #speakText(text: string, isWhole: boolean): Promise<void> {
    const { voice, controls, plan } = this.#manner;
    const baseOffset = this.#record.beginText(text.length);
    const askedMs = performance.now();
    const speech = this.#engine.speech.speak({ text, ...voice, controls, plan }, this.#signal);
    const items = withSummary(speech, (summary) => (this.#resumeCount += summary.resumeCount));
    for await (const item of items) {
      if (item.kind === 'plan') this.#start(item.sampleRateHz);
      else if (item.kind === 'segment') this.#announce(item, baseOffset, text, isWhole);
      else if (item.kind === 'audio') await this.#write(item.pcm);
      else if (item.kind === 'segmentEnd') await this.#output.endSegment();
      else this.#note(`sotto: note: ${item.message}`);
    }
    this.#speakingMs += performance.now() - askedMs;
  }

  #start(sampleRateHz: number): void {
    this.#sampleRateHz = sampleRateHz;
    this.#record.start(sampleRateHz);
    this.#output.start(sampleRateHz);
  }

  #announce(segment: SpeakItemOf<'segment'>, baseOffset: number, text: string, isWhole: boolean): void {
    const startMs = this.#record.durationMs;
    this.#record.add(segment, baseOffset);
    this.#unsaid.add(segment.spans, text);
    this.#progress?.add({
      startMs,
      endMs: this.#record.durationMs,
      text: text.slice(segment.source.start, segment.source.end),
      fractionAtEnd: isWhole ? segment.source.end / text.length : undefined,
    });
  }

  #note(line: string): void {
    if (this.#progress) this.#progress.note(line);
    else process.stderr.write(`${line}\n`);
  }

  async #write(pcm: Float32Array): Promise<void> {
    this.#firstAudioMs ??= performance.now();
    await this.#output.write(pcm);
    this.#progress?.made(this.#record.durationMs);
  }
}

/** The items of a speech; the summary that it returns goes to a callback. */
async function* withSummary(speech: Speech, onEnd: (summary: SpeechSummary) => void) {
  onEnd(yield* speech);
}
