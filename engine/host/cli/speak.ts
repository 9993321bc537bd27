import { openTarget } from '../../export/open-target.js';
import type { ByteTarget } from '../../export/byte-target.js';
import { requirePlayers } from '../../playback/playback.js';
import type { EngineLauncher } from '../../services/launcher.js';
import { personPaths, type InstallationPaths } from '../paths.js';
import { addedPackDir, resolveVoice } from './choose-voice.js';
import { openEngine } from './engine-session.js';
import type { Interruption } from './interruption.js';
import { checkOutputPaths } from './output-paths.js';
import { SpeakRun, type Spoken } from './speak-run.js';
import { checkStandardOutput, controlsOf, formatOf, planOf, type SpeakFlags } from './speak-options.js';
import { fileOutput, playerOutput, type SpeechOutput } from './speech-output.js';
import { writtenLine } from './progress.js';
import { print } from './standard-streams.js';
import { textSource } from './utterances.js';

export interface SpeakContext {
  readonly paths: InstallationPaths;
  readonly launcher: EngineLauncher;
  readonly interruption: Interruption;
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
  await checkOutputPaths(flags);
  const manner = {
    controls: controlsOf(flags),
    plan: planOf(flags),
    keepsTimings: flags.timings !== undefined,
  };
  const { packsDir, ownVoicesDir, calibrationDir, phraseCacheDir } = await personPaths(process.env);
  const engine = openEngine(paths, context.launcher, {
    cacheDir: flags.cache ? phraseCacheDir : null,
    packDir: addedPackDir(flags.voice, packsDir),
    ownVoicesDir,
    calibrationDir,
  });
  const targets = new Targets(interruption);
  try {
    // Started while the text is read; a failure shows again, and is reported, when the first text is spoken.
    engine.supervisor.connect(interruption.signal).catch(() => undefined);
    const voice = await resolveVoice({ starterPackDir: paths.starterPackDir, packsDir, ownVoicesDir }, flags);
    const source = await textSource(words, flags, interruption.signal);
    const timings = flags.timings === undefined ? undefined : await targets.open(flags.timings);
    const output =
      flags.out === undefined
        ? playerOutput(await requirePlayers(process.platform, process.env.PATH ?? ''), interruption.signal)
        : fileOutput(await targets.open(flags.out), format);
    const spoken = await new SpeakRun({ ...manner, voice }, engine, output, interruption.signal).run(source);
    await timings?.write(Buffer.from(`${JSON.stringify(spoken.record.timings(), null, 2)}\n`));
    await timings?.commit();
    if (process.stderr.isTTY && flags.out !== undefined && flags.out !== '-') {
      process.stderr.write(`${writtenLine(flags.out, spoken.record.durationMs, spoken.speakingMs)}\n`);
    }
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
