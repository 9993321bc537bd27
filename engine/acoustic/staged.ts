import type { Tensor } from './onnxruntime.js';
import type { LoadedPack } from '../packs/load-pack.js';
import type { GraphName, PackOf } from '../packs/manifest.js';
import { windowingOf } from '../packs/windowing.js';
import { systemClock } from '../shared/clock.js';
import { SottoError } from '../shared/errors.js';
import { acousticFeeds } from './acoustic-feeds.js';
import { ExactGenerator } from './exact-generator.js';
import { loadGraphs } from './load-graphs.js';
import type { ModelOptions } from './open-model.js';
import type { GraphSession } from './session.js';
import { meanStatistics, readStatistics, statisticsFeeds } from './statistics.js';
import type { AcousticInput, PreparedSegment, Synthesiser } from './synthesiser.js';
import { columns, floats, integers, matrix, scalar } from './tensors.js';
import { checkedWaveform } from './waveform.js';
import { withContext } from './windows.js';

/**
 * The adapter of the "staged" family: StyleTTS2 and Kokoro. What normalises over time gets its statistics as inputs, so that
 * a window of the generator sounds as its part of the whole does.
 * @throws SottoError `pack-corrupt`, `engine-failed`
 */
export async function openStagedModel(
  pack: LoadedPack,
  manifest: PackOf<'staged'>,
  options: ModelOptions,
): Promise<Synthesiser> {
  const model = await StagedModel.open(pack, manifest, options);
  return {
    hopSamples: manifest.hopSamples,
    sampleRateHz: manifest.sampleRateHz,
    windowing: windowingOf(manifest),
    prepare: (input) => model.prepare(input),
    calibrate: (segments, signal) => model.calibrate(segments, signal),
    decodeWhole: (input) => model.decodeWhole(input),
    release: () => model.release(),
  };
}

/** A segment as the trunk gives it: whole, and ready to be windowed. */
interface Trunk {
  readonly frameCount: number;
  readonly durationsFrames: Int32Array;
  readonly f0Hz: Float32Array;
  /** Shape [channels, frameCount]. */
  readonly x: Float32Array;
  /** Shape [rows, harPerFrame · frameCount + harExtra]. */
  readonly har: Float32Array;
  readonly style: Float32Array;
}

type Graphs = Record<'acoustic' | 'trunk' | 'generator', GraphSession>;

class StagedModel {
  readonly #manifest: PackOf<'staged'>;
  readonly #graphs: Graphs;
  readonly #releaseGraphs: () => Promise<void>;
  readonly #exact: ExactGenerator;
  readonly #mean: Float32Array;

  static async open(
    pack: LoadedPack,
    manifest: PackOf<'staged'>,
    options: ModelOptions,
  ): Promise<StagedModel> {
    const table = await pack.readTable(manifest.staged.table);
    const names: readonly (keyof Graphs & GraphName)[] = ['acoustic', 'trunk', 'generator'];
    const [graphs, release] = await loadGraphs(pack, names, options);
    const exact = new ExactGenerator(async () => {
      const [{ generatorExact }, releaseExact] = await loadGraphs(pack, ['generatorExact'] as const, options);
      return [generatorExact, releaseExact];
    }, systemClock);
    return new StagedModel(manifest, graphs, release, exact, meanStatistics(table, manifest));
  }

  private constructor(
    manifest: PackOf<'staged'>,
    graphs: Graphs,
    release: () => Promise<void>,
    exact: ExactGenerator,
    mean: Float32Array,
  ) {
    this.#manifest = manifest;
    this.#graphs = graphs;
    this.#releaseGraphs = release;
    this.#exact = exact;
    this.#mean = mean;
  }

  async prepare(input: AcousticInput): Promise<PreparedSegment> {
    const trunk = await this.#trunk(input);
    const decode = input.isExact
      ? this.#wholeDecoder(trunk)
      : this.#windowDecoder(trunk, input.statistics ?? this.#mean);
    const { frameCount, durationsFrames, f0Hz } = trunk;
    return { frameCount, durationsFrames, f0Hz, decode };
  }

  calibrate(segments: readonly AcousticInput[], signal: AbortSignal): Promise<Float32Array> {
    return this.#exact.with(async (exact) => {
      const { inputs } = this.#manifest.staged;
      const sum = new Float32Array(this.#mean.length);
      let frameCount = 0;
      for (const segment of segments) {
        signal.throwIfAborted();
        const trunk = await this.#trunk(segment);
        const results = await exact.run(
          this.#feeds(trunk, 0, trunk.frameCount),
          inputs.map(({ name }) => name),
        );
        // A mean of all frames, so longer segments count more.
        const row = readStatistics(results, this.#manifest);
        row.forEach((value, index) => (sum[index] = (sum[index] ?? 0) + value * trunk.frameCount));
        frameCount += trunk.frameCount;
      }
      return sum.map((value) => value / frameCount);
    });
  }

  async decodeWhole(input: AcousticInput): Promise<Float32Array> {
    return this.#exactly(await this.#trunk(input));
  }

  async release(): Promise<void> {
    await this.#releaseGraphs();
    await this.#exact.release();
  }

  async #trunk(input: AcousticInput): Promise<Trunk> {
    const { framesPerDuration, harPerFrame, harExtra } = this.#manifest.staged;
    const { acoustic, trunk } = this.#graphs;
    const pauseUnits = input.pauseFrames.map((frames) => (frames < 0 ? frames : frames / framesPerDuration));
    const aligned = await acoustic.run(acousticFeeds(acoustic, input, pauseUnits), [
      'asr',
      'f0',
      'n',
      'durations',
    ]);
    const durationsFrames = Int32Array.from(
      integers(aligned.durations),
      (units) => Number(units) * framesPerDuration,
    );
    if (durationsFrames.length !== input.tokens.length)
      throw new SottoError({
        code: 'inference-failed',
        message: `the acoustic graph gave ${durationsFrames.length} durations for ${input.tokens.length} tokens`,
      });
    const frameCount = durationsFrames.reduce((sum, frames) => sum + frames, 0);
    const { asr, f0, n } = aligned as Record<'asr' | 'f0' | 'n', Tensor>;
    const feeds = { asr, f0, n, style: matrix(input.style), noise_scale: scalar(input.noiseScale) };
    const known = Object.entries(feeds).filter(([name]) => trunk.inputNames.includes(name));
    const { x, har } = await trunk.run(Object.fromEntries(known), ['x', 'har']);
    if (x?.dims[2] !== frameCount || har?.dims[2] !== harPerFrame * frameCount + harExtra)
      throw new SottoError({
        code: 'inference-failed',
        message: `the trunk gave ${x?.dims[2]} frames and ${har?.dims[2]} columns of the source for ${frameCount} frames`,
      });
    return {
      frameCount,
      durationsFrames,
      f0Hz: floats(f0),
      x: floats(x),
      har: floats(har),
      style: input.style,
    };
  }

  #windowDecoder(trunk: Trunk, statistics: Float32Array): PreparedSegment['decode'] {
    const { hopSamples, staged } = this.#manifest;
    const given = statisticsFeeds(statistics, this.#manifest);
    return async (fromFrame, toFrame) => {
      const { feedFrom, feedTo } = withContext(fromFrame, toFrame, staged.contextFrames, trunk.frameCount);
      const feeds = { ...this.#feeds(trunk, feedFrom, feedTo), ...given };
      const { waveform } = await this.#graphs.generator.run(feeds, ['waveform']);
      const decoded = checkedWaveform(waveform, (feedTo - feedFrom) * hopSamples);
      return decoded.slice((fromFrame - feedFrom) * hopSamples, (toFrame - feedFrom) * hopSamples);
    };
  }

  #wholeDecoder(trunk: Trunk): PreparedSegment['decode'] {
    const { hopSamples } = this.#manifest;
    let whole: Promise<Float32Array> | undefined;
    return async (fromFrame, toFrame) => {
      this.#exact.keep();
      whole ??= this.#exactly(trunk);
      return (await whole).slice(fromFrame * hopSamples, toFrame * hopSamples);
    };
  }

  #exactly(trunk: Trunk): Promise<Float32Array> {
    return this.#exact.with(async (exact) => {
      const { waveform } = await exact.run(this.#feeds(trunk, 0, trunk.frameCount), ['waveform']);
      return checkedWaveform(waveform, trunk.frameCount * this.#manifest.hopSamples);
    });
  }

  #feeds({ x, har, style, frameCount }: Trunk, from: number, to: number): Record<string, Tensor> {
    const { harPerFrame, harExtra } = this.#manifest.staged;
    return {
      x: columns(x, frameCount, from, to),
      har: columns(har, harPerFrame * frameCount + harExtra, harPerFrame * from, harPerFrame * to + harExtra),
      style: matrix(style),
    };
  }
}
