import { PhraseCache } from '../cache/phrase-cache.js';
import { StyleCache } from '../cache/style-cache.js';
import {
  PROTOCOL_VERSION,
  type EngineConfig,
  type EngineContract,
  type EngineStatus,
} from '../shared/contract.js';
import type { Clock } from '../shared/clock.js';
import { CreditGate } from '../shared/credit.js';
import { SottoError } from '../shared/errors.js';
import type { Handlers } from '../shared/rpc-server.js';
import { ENGINE_VERSION } from '../shared/version.js';
import { createPipeline, type Pipeline } from '../stream/pipeline.js';
import { SpeedMeter } from '../stream/speed.js';
import type { FrontEnd } from '../text/types.js';
import { once, openFrontEnd, openPackModel, type PackModel } from './model.js';
import { peakRssBytes } from './memory.js';
import { runSelfTest, testInput } from './self-test.js';
import { warmUp } from './warm-up.js';

export interface EngineOptions {
  readonly dictionaryFile: string;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
}

/** What exists once the host has said hello. */
interface Running {
  readonly model: PackModel;
  readonly frontEnd: () => Promise<FrontEnd>;
  readonly phrases: PhraseCache;
  readonly styles: StyleCache;
  readonly meter: SpeedMeter;
  readonly pipeline: () => Promise<Pipeline>;
}

/** The engine behind its contract. */
export function createEngine(options: EngineOptions): Handlers<EngineContract> {
  const { clock } = options;
  const startedMs = clock.nowMs();
  const gates = new Map<number, CreditGate>();
  let current: Running | undefined;

  function running(): Running {
    if (current) return current;
    throw new SottoError({ code: 'contract-violation', message: 'the first call has to be "hello"' });
  }

  return {
    async hello({ protocolVersion, config }) {
      if (protocolVersion !== PROTOCOL_VERSION)
        throw new SottoError({
          code: 'contract-violation',
          message: `this engine speaks protocol ${PROTOCOL_VERSION}, the host speaks ${protocolVersion}`,
          next: 'restart Sotto, so that both are of one version',
        });
      current = await open(config, options);
      return { protocolVersion: PROTOCOL_VERSION, engineVersion: ENGINE_VERSION, pid: process.pid };
    },

    async warm() {
      const { model, frontEnd, meter } = running();
      const beginMs = clock.nowMs();
      await frontEnd();
      const synthesiser = await model.synthesiser();
      const loadedMs = clock.nowMs();
      await warmUp(synthesiser, await testInput(model), meter, clock);
      return { loadMs: loadedMs - beginMs, warmMs: clock.nowMs() - loadedMs };
    },

    ping: () => ({ uptimeMs: clock.nowMs() - startedMs }),

    async *speak(request, { signal }) {
      if (gates.has(request.generation))
        throw new SottoError({
          code: 'contract-violation',
          message: `generation ${request.generation} is being spoken already`,
        });
      const gate = new CreditGate(request.creditSamples);
      gates.set(request.generation, gate);
      try {
        const { pipeline, phrases } = running();
        const summary = yield* (await pipeline()).speak(request, gate, signal);
        // A host that ends with the last word would otherwise take the phrases that still wait for the disk with it.
        await phrases.settled();
        return summary;
      } finally {
        gates.delete(request.generation);
      }
    },

    credit({ generation, sampleCount }) {
      gates.get(generation)?.grant(sampleCount);
      return {};
    },

    voices() {
      const { id, voices, defaults } = running().model.pack.manifest;
      return {
        voices: voices.map(({ styles, ...voice }) => ({ ...voice, packId: id, styles: Object.keys(styles) })),
        defaults,
      };
    },

    status: ({ probeBackends }) =>
      status(running(), clock.nowMs() - startedMs, { probeBackends, platform: options.platform }),

    async selfTest() {
      const { model, frontEnd } = running();
      const checks = await runSelfTest(model, frontEnd, clock);
      return { isOk: checks.every((check) => check.isOk), checks };
    },

    audition() {
      throw new SottoError({ code: 'unavailable-here', message: 'not yet' });
    },

    encodeStyle() {
      throw new SottoError({ code: 'unavailable-here', message: 'not yet' });
    },

    async cacheClear() {
      await running().phrases.clear();
      return {};
    },

    cacheVerify: () => running().phrases.verify(),
  };
}

async function open(
  config: EngineConfig,
  { dictionaryFile, clock, platform }: EngineOptions,
): Promise<Running> {
  const model = await openPackModel(config, clock, platform);
  const frontEnd = once(() => openFrontEnd(dictionaryFile));
  const phrases = new PhraseCache({ hotBytes: config.hotCacheBytes, dir: config.cacheDir });
  const styles = new StyleCache();
  const meter = new SpeedMeter();
  const pipeline = once(async () =>
    createPipeline({
      manifest: model.pack.manifest,
      packSha256: model.pack.soundSha256(model.precision),
      engineVersion: ENGINE_VERSION,
      frontEnd: await frontEnd(),
      synthesiser: () => model.synthesiser(),
      styleRow: (row) => model.styleRow(row),
      styles,
      phrases,
      meter,
      clock,
    }),
  );
  return { model, frontEnd, phrases, styles, meter, pipeline };
}

async function status(
  { model, phrases, styles, meter }: Running,
  uptimeMs: number,
  { probeBackends, platform }: { probeBackends: boolean; platform: NodeJS.Platform },
): Promise<EngineStatus> {
  const backends = await model.backends(probeBackends ? await testInput(model) : undefined);
  const { id, version, name, licence, sampleRateHz } = model.pack.manifest;
  const memory = process.memoryUsage();
  return {
    engineVersion: ENGINE_VERSION,
    pid: process.pid,
    uptimeMs,
    packs: [
      {
        id,
        version,
        name,
        licence,
        precision: model.precision,
        sampleRateHz,
        isLoaded: true,
        takesRecordings: false,
      },
    ],
    packProblems: [],
    backends: [...backends],
    caches: { phrases: phrases.stats(), styles: styles.stats() },
    memory: {
      rssBytes: memory.rss,
      peakRssBytes: await peakRssBytes(platform),
      heapUsedBytes: memory.heapUsed,
    },
    speed: meter.report(),
  };
}
