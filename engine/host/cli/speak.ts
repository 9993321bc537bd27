import { openTarget } from '../../export/open-target.js';
import type { ByteTarget } from '../../export/byte-target.js';
import { requirePlayers } from '../../playback/playback.js';
import type { Controls, SpeakItemOf, SpeakPlan } from '../../shared/contract.js';
import type { EngineLauncher } from '../../services/launcher.js';
import type { Speech, SpeechSummary } from '../../services/speech.js';
import { phraseCacheDir, type InstallationPaths } from '../paths.js';
import { resolveVoice, type ChosenVoice } from './choose-voice.js';
import { openEngine, type EngineSession } from './engine-session.js';
import type { Interruption } from './interruption.js';
import { Progress } from './progress.js';
import { checkStandardOutput, controlsOf, formatOf, planOf, type SpeakFlags } from './speak-options.js';
import { fileOutput, playerOutput, type SpeechOutput } from './speech-output.js';
import { SpeechRecord } from './speech-record.js';
import { print } from './standard-streams.js';
import { nothingToSay, textSource, type TextSource } from './utterances.js';

export interface SpeakContext {
  readonly paths: InstallationPaths;
  readonly launcher: EngineLauncher;
  readonly interruption: Interruption;
}

/** What the command line asks for, checked before anything is opened. */
interface Job {
  readonly flags: SpeakFlags;
  readonly voice: ChosenVoice;
  readonly controls: Controls;
  readonly plan: SpeakPlan;
}

/** `sotto speak`: plays a text, or writes it to a file or a pipe. */
export async function speak(
  words: readonly string[],
  flags: SpeakFlags,
  context: SpeakContext,
): Promise<void> {
  const { paths, interruption } = context;
  checkStandardOutput(flags);
  const format = formatOf(flags);
  const job = { flags, controls: controlsOf(flags), plan: planOf(flags) };
  const engine = openEngine(paths, context.launcher, flags.cache ? await phraseCacheDir(process.env) : null);
  const targets = new Targets(interruption);
  try {
    // Started while the text is read; a failure shows again, and is reported, when the first text is spoken.
    engine.supervisor.connect(interruption.signal).catch(() => undefined);
    const voice = await resolveVoice(paths.starterPackDir, flags);
    const source = await textSource(words, flags, interruption.signal);
    const timings = flags.timings === undefined ? undefined : await targets.open(flags.timings);
    const output =
      flags.out === undefined
        ? playerOutput(await requirePlayers(process.platform, process.env.PATH ?? ''), interruption.signal)
        : fileOutput(await targets.open(flags.out), format);
    const spoken = await new SpeakRun({ ...job, voice }, engine, output, interruption.signal).run(source);
    await timings?.write(Buffer.from(`${JSON.stringify(spoken.record.timings(), null, 2)}\n`));
    await timings?.commit();
    if (flags.json === true) await print(`${JSON.stringify(summaryOf(spoken, flags, output))}\n`);
  } catch (thrown) {
    await targets.discard();
    await engine.supervisor.dispose();
    throw thrown;
  }
}

/** The files that a command writes: whole at the end, or not there. */
class Targets {
  readonly #interruption: Interruption;
  readonly #targets: ByteTarget[] = [];

  constructor(interruption: Interruption) {
    this.#interruption = interruption;
  }

  async open(path: string): Promise<ByteTarget> {
    const target = await openTarget(path);
    this.#targets.push(target);
    this.#interruption.onEnd(() => target.discardSync());
    return target;
  }

  async discard(): Promise<void> {
    await Promise.all(this.#targets.map((target) => target.discard()));
  }
}

interface Spoken {
  readonly record: SpeechRecord;
  readonly sampleRateHz: number;
  /** From the start of this process to the first sample that the engine sent. */
  readonly firstAudioMs: number | null;
  /** From asking the engine to having taken its last sample, over all texts. */
  readonly speakingMs: number;
  readonly resumeCount: number;
}

/** Speaks the texts of a source one after the other into one output. */
class SpeakRun {
  readonly #job: Job;
  readonly #engine: EngineSession;
  readonly #output: SpeechOutput;
  readonly #signal: AbortSignal;
  readonly #record: SpeechRecord;
  readonly #progress: Progress | undefined;
  #sampleRateHz = 0;
  #firstAudioMs: number | null = null;
  #resumeCount = 0;
  #speakingMs = 0;

  constructor(job: Job, engine: EngineSession, output: SpeechOutput, signal: AbortSignal) {
    this.#job = job;
    this.#engine = engine;
    this.#output = output;
    this.#signal = signal;
    this.#record = new SpeechRecord(job.flags.timings !== undefined);
    if (process.stderr.isTTY) this.#progress = new Progress(process.stderr, () => output.positionMs());
  }

  async run(source: TextSource): Promise<Spoken> {
    try {
      for await (const text of source.texts) {
        if (text.trim() === '') this.#record.skipText(text.length);
        else await this.#speakText(text, source.isWhole);
      }
      if (!this.#record.hasSpeech) throw nothingToSay();
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
    const { voice, controls, plan } = this.#job;
    const baseOffset = this.#record.beginText(text.length);
    const askedMs = performance.now();
    const speech = this.#engine.speech.speak({ text, ...voice, controls, plan }, this.#signal);
    const items = withSummary(speech, (summary) => (this.#resumeCount += summary.resumeCount));
    for await (const item of items) {
      if (item.kind === 'plan') this.#start(item.sampleRateHz);
      else if (item.kind === 'segment') this.#announce(item, baseOffset, text, isWhole);
      else if (item.kind === 'audio') await this.#write(item.pcm);
      else if (item.kind === 'segmentEnd') await this.#output.endSegment();
      else process.stderr.write(`sotto: note: ${item.message}\n`);
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
    this.#progress?.add({
      startMs,
      endMs: this.#record.durationMs,
      text: text.slice(segment.source.start, segment.source.end),
      fractionAtEnd: isWhole ? segment.source.end / text.length : undefined,
    });
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

function summaryOf(spoken: Spoken, flags: SpeakFlags, output: SpeechOutput) {
  const { record } = spoken;
  return {
    ...(flags.out === undefined
      ? { player: output.playerName, underruns: output.underrunCount }
      : { file: flags.out }),
    ...(flags.timings !== undefined && { timings: flags.timings }),
    sampleRateHz: spoken.sampleRateHz,
    sampleCount: record.sampleCount,
    durationMs: record.durationMs,
    segments: record.segmentCount,
    words: record.wordCount,
    coverage: record.coverage(),
    firstAudioMs: spoken.firstAudioMs,
    /** Time per second of audio, writing included; a player sets the pace by itself, so then there is none. */
    rtf: flags.out === undefined ? null : spoken.speakingMs / record.durationMs,
    cache: { hits: record.cacheHits, misses: record.cacheMisses },
    engineRestarts: spoken.resumeCount,
  };
}
