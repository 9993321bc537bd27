import { readFile } from 'node:fs/promises';
import { encodeStyle } from '../acoustic/encode-style.js';
import { prepareRecording } from '../acoustic/recording/prepare-recording.js';
import { recordingRefusal } from '../acoustic/recording/refusal.js';
import type { Synthesiser } from '../acoustic/synthesiser.js';
import { PhraseCache } from '../cache/phrase-cache.js';
import { StyleCache } from '../cache/style-cache.js';
import {
  PROTOCOL_VERSION,
  type EngineConfig,
  type EngineContract,
  type EngineStatus,
  type SelfTestCheck,
} from '../shared/contract.js';
import type { Clock } from '../shared/clock.js';
import { CreditGate } from '../shared/credit.js';
import { SottoError } from '../shared/errors.js';
import type { Handlers } from '../shared/rpc-server.js';
import { ENGINE_VERSION } from '../shared/version.js';
import { styleEncodersOf } from '../packs/style-encoders.js';
import { voiceName } from '../packs/voice-ids.js';
import { findPackOfVoice } from '../stream/find-voice.js';
import { createPipeline, type Pipeline } from '../stream/pipeline.js';
import { openStandardFrontEnd } from '../text/standard-front-end.js';
import type { FrontEnd } from '../text/types.js';
import { Calibrator } from './calibrator.js';
import { EnginePacks, openForTrial } from './engine-packs.js';
import { peakRssBytes } from './memory.js';
import { once } from './once.js';
import type { PackModel } from './pack-model.js';
import { runSelfTest, testInput } from './self-test.js';
import { warmUp } from './warm-up.js';

export interface EngineOptions {
  readonly dictionaryFile: string;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
}

/** What exists once the host has said hello. */
interface Running {
  readonly config: EngineConfig;
  readonly packs: EnginePacks;
  readonly frontEnd: () => Promise<FrontEnd>;
  readonly phrases: PhraseCache;
  readonly styles: StyleCache;
  readonly pipeline: () => Promise<Pipeline>;
  readonly calibrator: Calibrator;
}

interface TrialReport {
  readonly isOk: boolean;
  readonly checks: SelfTestCheck[];
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

  function trial(open: (here: Running) => Promise<PackModel>): Promise<TrialReport> {
    const here = running();
    return here.calibrator.during(async () => {
      const checks = await runSelfTest(await open(here), here.frontEnd, clock);
      return { isOk: checks.every((check) => check.isOk), checks };
    });
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

    warm({ voice }) {
      const { packs, frontEnd, calibrator } = running();
      const pack = voice === undefined ? packs.first : findPackOfVoice(packs, voice).pack;
      const beginMs = clock.nowMs();
      const warming = async (synthesiser: Synthesiser): Promise<{ loadMs: number; warmMs: number }> => {
        // After the model: a question for the engine's status that comes meanwhile would else load the first pack's for itself.
        await frontEnd();
        const loadedMs = clock.nowMs();
        await warmUp(synthesiser, await testInput(pack), pack.meter, clock);
        return { loadMs: loadedMs - beginMs, warmMs: clock.nowMs() - loadedMs };
      };
      return calibrator.during(() => pack.with(warming));
    },

    modelLoads: (_, tell) => running().packs.loads.watch((packIds) => tell({ packIds: [...packIds] })),

    ping: () => ({ uptimeMs: clock.nowMs() - startedMs }),

    async *speak(request, { signal }) {
      if (gates.has(request.generation))
        throw new SottoError({
          code: 'contract-violation',
          message: `generation ${request.generation} is being spoken already`,
        });
      const gate = new CreditGate(request.creditSamples);
      const { pipeline, phrases, calibrator } = running();
      gates.set(request.generation, gate);
      calibrator.workBegins();
      try {
        const summary = yield* (await pipeline()).speak(request, gate, signal);
        // A host that ends with the last word would otherwise take the phrases that still wait for the disk with it.
        await phrases.settled();
        return summary;
      } finally {
        gates.delete(request.generation);
        calibrator.workEnded();
      }
    },

    credit({ generation, sampleCount }) {
      gates.get(generation)?.grant(sampleCount);
      return {};
    },

    voices() {
      const { packs } = running();
      const { voice, style } = packs.first.manifest.defaults;
      return {
        voices: packs.packs.flatMap(voicesOf),
        defaults: { voice: nameOf(packs.first, voice), style },
      };
    },

    status: ({ probeBackends }) =>
      status(running(), clock.nowMs() - startedMs, { ...options, probeBackends }),

    selfTest: () => trial(({ packs }) => Promise.resolve(packs.first)),

    audition: ({ packDir }) =>
      trial(async ({ config, packs }) => {
        const model = await openForTrial(packDir, config, (thrown) => packs.noteTrouble(packDir, thrown));
        await packs.residency.makeRoom();
        return model;
      }),

    encodeStyle({ packId, sampleRateHz, pcm }) {
      const { config, packs, calibrator } = running();
      const { pack } = packs.find(packId);
      return calibrator.during(async () => {
        const { samples, report } = prepareRecording({ samples: pcm, sampleRateHz });
        const refusal = recordingRefusal(report);
        if (refusal) throw refusal;
        const vector = await encodeStyle(pack, samples, config);
        return { vector, findings: [...report.findings] };
      });
    },

    async cacheClear() {
      await running().phrases.clear();
      return {};
    },

    cacheVerify: () => running().phrases.verify(),
  };
}

async function open(config: EngineConfig, { dictionaryFile, clock }: EngineOptions): Promise<Running> {
  const packs = await EnginePacks.open(config);
  const frontEnd = once(() => openStandardFrontEnd(() => readFile(dictionaryFile), process));
  const phrases = new PhraseCache({ hotBytes: config.hotCacheBytes, dir: config.cacheDir });
  const styles = new StyleCache();
  const pipeline = once(async () =>
    createPipeline({
      packs,
      engineVersion: ENGINE_VERSION,
      frontEnd: await frontEnd(),
      styles,
      phrases,
      clock,
    }),
  );
  const calibrator = new Calibrator(packs.packs, frontEnd, clock, (thrown) =>
    packs.noteTrouble(config.calibrationDir ?? '', thrown),
  );
  return { config, packs, frontEnd, phrases, styles, pipeline, calibrator };
}

function nameOf({ manifest, isFirst }: PackModel, voiceId: string): string {
  return voiceName({ packId: isFirst ? null : manifest.id, voiceId });
}

function voicesOf(pack: PackModel) {
  return pack.manifest.voices.map(({ id, name, language, accent, gender, age, styles }) => ({
    id: nameOf(pack, id),
    packId: pack.manifest.id,
    ...{ name, language, accent, gender, age },
    styles: Object.keys(styles),
  }));
}

function packStatus({ manifest, precision, isLoaded }: PackModel): EngineStatus['packs'][number] {
  const { id, version, name, licence, sampleRateHz } = manifest;
  const takesRecordings = styleEncodersOf(manifest) !== undefined;
  return { id, version, name, licence, precision, sampleRateHz, isLoaded, takesRecordings };
}

async function status(
  { packs, phrases, styles }: Running,
  uptimeMs: number,
  { probeBackends, platform, clock }: Pick<EngineOptions, 'platform' | 'clock'> & { probeBackends: boolean },
): Promise<EngineStatus> {
  const { current } = packs;
  const line = probeBackends ? await testInput(current) : undefined;
  const backends = await current.backends(line, platform, clock);
  const memory = process.memoryUsage();
  return {
    engineVersion: ENGINE_VERSION,
    pid: process.pid,
    uptimeMs,
    packs: packs.packs.map(packStatus),
    packProblems: packs.problems,
    backends: [...backends],
    caches: { phrases: phrases.stats(), styles: styles.stats() },
    memory: {
      rssBytes: memory.rss,
      peakRssBytes: await peakRssBytes(platform),
      heapUsedBytes: memory.heapUsed,
    },
    speed: current.meter.report(),
  };
}
