import { join } from 'node:path';
import { phraseDraftSchema, type PhrasesState } from '../../../shared/app/phrases.js';
import type { Manner } from '../../../shared/app/speech.js';
import { settingsSchema, type Settings } from '../../../shared/app/settings.js';
import type { EngineState } from '../../../shared/app/system.js';
import { createManualClock } from '../../../shared/clock.js';
import { SottoError } from '../../../shared/errors.js';
import { joinSamples } from '../../../shared/join-samples.js';
import { createDownloads } from '../../downloads.js';
import { Listeners } from '../../../shared/listeners.js';
import type { PlayRequest } from '../../session/playback-session.js';
import { createTurns } from '../../turns.js';
import type { ResolvedManner } from '../../voices/voices-service.js';
import { createPhrasesService, type PhrasesLimits } from '../create-phrases.js';
import type { PhrasesService } from '../phrases-service.js';
import { createFakeSpeech, type FakeSpeech } from '../../renderings/testing/fake-speech.js';

/** Of real time, for a disk that other tests are busy with. */
const PATIENCE_MS = 20_000;

/** The phrases of an app in a temporary folder, over an engine without a model and a clock that stands. */
export interface Scene {
  readonly service: PhrasesService;
  readonly speech: FakeSpeech;
  readonly turns: ReturnType<typeof createTurns>;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly downloads: ReturnType<typeof createDownloads>;
  readonly troubles: SottoError[];
  /** What the session was asked to play. */
  readonly played: PlayRequest[];
  /** Voices that there are; whoever is chosen. */
  readonly voices: { known: string[]; chosen: string; measuring: Promise<void> };
  /** Tells everybody that the pickers have changed. */
  voicesChanged(): void;
  changeSettings(patch: Partial<Settings>): void;
  changeVersion(version: string): void;
  engine(kind: EngineState['kind']): void;
  /** Lets time pass and files be written until the state is as the test wants it. */
  until(isSo: (state: PhrasesState) => boolean): Promise<PhrasesState>;
  /** Adds a phrase to the first group. @returns its id */
  add(text: string, draft?: Partial<Parameters<PhrasesService['save']>[0]>): string;
}

export interface SceneOptions {
  readonly dataDir: string;
  readonly limits?: Partial<PhrasesLimits>;
  readonly speech?: FakeSpeech;
  readonly language?: 'en' | 'zh';
}

export async function openScene({
  dataDir,
  limits,
  speech = createFakeSpeech(),
  language = 'en',
}: SceneOptions): Promise<Scene> {
  const clock = createManualClock();
  const turns = createTurns();
  const downloads = createDownloads();
  const troubles: SottoError[] = [];
  const played: PlayRequest[] = [];
  const voices = { known: ['ivy', 'rowan'], chosen: 'ivy', measuring: Promise.resolve() };
  const told = {
    voices: new Listeners<never>(),
    settings: new Listeners<Settings>(),
    plan: new Listeners<never>(),
    engine: new Listeners<EngineState>(),
  };
  let version = 'v1';
  let settings = settingsSchema.parse({});
  const resolveAtOnce = ({ voiceId = voices.chosen, styleId = 'neutral' }: Manner): ResolvedManner => {
    if (!voices.known.includes(voiceId))
      throw new SottoError({ code: 'unknown-voice', message: `no voice ${voiceId}` });
    const { targetLufs, controls } = settings;
    return { voice: voiceId, style: styleId, controls, plan: { targetLufs } };
  };
  const service = await createPhrasesService({
    ...{ dataDir, turns, downloads, clock, platform: 'linux', language: () => language },
    exportDir: join(dataDir, 'exports'),
    ...(limits && { limits }),
    session: {
      play: (request) => played.push(request),
    },
    voices: {
      async resolve(manner) {
        await voices.measuring;
        return resolveAtOnce(manner);
      },
      resolveAtOnce,
      watch: (listener) => {
        listener(undefined as never);
        return told.voices.add(listener);
      },
    },
    settings: {
      get: () => settings,
      watch: (listener) => {
        listener(settings);
        return told.settings.add(listener);
      },
    },
    engine: {
      speech,
      watchPlan: (listener) => {
        listener(undefined as never);
        return told.plan.add(listener);
      },
      watchState: (listener) => told.engine.add(listener),
    },
    soundVersion: () => version,
    onTrouble: (error) => troubles.push(error),
  });
  return {
    ...{ service, speech, turns, clock, downloads, troubles, played, voices },
    voicesChanged: () => told.voices.tell(undefined as never),
    changeSettings(patch) {
      settings = { ...settings, ...patch };
      told.settings.tell(settings);
    },
    changeVersion(next) {
      version = next;
      told.plan.tell(undefined as never);
    },
    engine: (kind) =>
      told.engine.tell({
        ...{ kind, reason: '', pid: null, restartCount: 0, rssBytes: null, peakRssBytes: null },
      }),
    async until(isSo) {
      const endMs = performance.now() + PATIENCE_MS;
      while (performance.now() < endMs) {
        await clock.advance(100);
        const state = service.state();
        if (isSo(state)) return state;
        await new Promise((turn) => setImmediate(turn));
      }
      throw new Error(`it stayed ${JSON.stringify(service.state())}`);
    },
    add(text, draft = {}) {
      const groupId = service.state().groups[0]?.id ?? service.saveGroup('Group');
      return service.save(phraseDraftSchema.parse({ groupId, text, ...draft }));
    },
  };
}

/** Whether everything that can be rendered is. */
export function isAllReady({ phrases, progress }: PhrasesState): boolean {
  return progress === null && phrases.every(({ state }) => state.kind === 'ready' || state.kind === 'live');
}

/** The samples of a request's audio, from a character on. */
export async function heard(request: PlayRequest | undefined, startOffset = 0): Promise<Float32Array> {
  const chunks: Float32Array[] = [];
  for await (const item of request?.open(startOffset, new AbortController().signal) ?? [])
    if (item.kind === 'audio') chunks.push(item.pcm);
  return joinSamples(chunks);
}
