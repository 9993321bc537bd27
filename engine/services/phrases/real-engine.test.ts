import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeLauncher } from '../../host/node-launcher.js';
import { buildEngine, engineEntry, starterPackDir } from '../../host/testing/built-engine.js';
import { loadPack } from '../../packs/load-pack.js';
import { phraseDraftSchema } from '../../shared/app/phrases.js';
import { settingsSchema } from '../../shared/app/settings.js';
import { systemClock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { joinSamples } from '../../shared/join-samples.js';
import { createDownloads } from '../downloads.js';
import { createFakeShelf } from '../packs/testing/fake-shelf.js';
import type { PlayRequest } from '../session/playback-session.js';
import { createSpeechService, type SpeechService } from '../speech.js';
import { createSupervisor, type EngineSupervisor } from '../supervisor.js';
import { createTurns } from '../turns.js';
import { createPhrasesService } from './create-phrases.js';
import type { PhrasesService } from './phrases-service.js';
import { openSoundVersion } from '../renderings/sound-version.js';
import { isAllReady } from './testing/scene.js';
import { phraseRequest } from './wanted.js';

/** The real engine with the starter pack renders phrases ahead. */

const MANNER = {
  voice: 'en_ivy',
  style: 'calm',
  controls: { lengthScale: 0.9 },
  plan: { targetLufs: -18, maxSegmentDurationMs: 4000 },
};
const TEXT =
  'Back in {minutes} minutes. Dr. Smith paid $5 for a cup of tea, and went on reading until the evening came.';

let dataDir = '';
let supervisor: EngineSupervisor;
let speech: SpeechService;
let service: PhrasesService;
const played: PlayRequest[] = [];

const silent = (): (() => void) => () => undefined;

beforeAll(async () => {
  buildEngine();
  dataDir = await mkdtemp(join(tmpdir(), 'sotto-real-phrases-'));
  supervisor = createSupervisor({
    launcher: createNodeLauncher(engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: starterPackDir }] },
  });
  speech = createSpeechService(supervisor, systemClock);
  const plan = () =>
    ({ precision: 'fp16', packs: [] as unknown[] }) as ReturnType<
      Parameters<typeof openSoundVersion>[0]['engine']['plan']
    >;
  service = await createPhrasesService({
    ...{
      dataDir,
      exportDir: dataDir,
      turns: createTurns(),
      downloads: createDownloads(),
      clock: systemClock,
    },
    platform: 'linux',
    language: () => 'en',
    session: { play: (request) => played.push(request) },
    voices: { resolve: () => Promise.resolve(MANNER), resolveAtOnce: () => MANNER, watch: silent },
    settings: { get: () => settingsSchema.parse({}), watch: silent },
    engine: { speech, watchPlan: silent, watchState: silent },
    soundVersion: await openSoundVersion({
      packs: createFakeShelf((await loadPack(starterPackDir)).manifest),
      dictionaryFile: null,
      engine: { plan },
    }),
    onTrouble: (error) => {
      throw error;
    },
  });
}, 240_000);

afterAll(async () => {
  await service.dispose();
  await supervisor.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

async function itemsOf(items: AsyncIterable<SpeakItem>): Promise<SpeakItem[]> {
  const all: SpeakItem[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function openLast(): AsyncIterable<SpeakItem> {
  const request = played.at(-1);
  if (!request) throw new Error('nothing was played');
  return request.open(0, new AbortController().signal);
}

const pcmOf = (items: readonly SpeakItem[]): Buffer =>
  Buffer.from(joinSamples(items.flatMap((item) => (item.kind === 'audio' ? [item.pcm] : []))).buffer);

const wordsOf = (items: readonly SpeakItem[]): unknown[] =>
  items.flatMap((item) => (item.kind === 'segment' ? item.words : []));

function untilAllReady(): Promise<void> {
  return new Promise((resolve) => {
    const stop = service.watch((state) => {
      if (!isAllReady(state)) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

describe('phrases with the real engine', () => {
  it('sound, rendered ahead, as they would be spoken now: sample by sample, with the same times', async () => {
    for (const { id } of service.state().groups) service.removeGroup(id);
    const groupId = service.saveGroup('Group');
    const slots = [{ kind: 'list', name: 'minutes', values: ['5', '20'] }];
    const id = service.save(phraseDraftSchema.parse({ groupId, text: TEXT, slots, take: 3 }));
    await untilAllReady();
    await service.speak(id, { minutes: '20' });
    const ahead = await itemsOf(openLast());
    const request = phraseRequest(TEXT.replace('{minutes}', '20'), 3, MANNER);
    const live = await itemsOf(speech.speak({ ...request, plan: { ...request.plan, useCache: false } }));
    expect(pcmOf(ahead).length).toBeGreaterThan(24_000 * 4 * 4);
    expect(pcmOf(ahead).equals(pcmOf(live))).toBe(true);
    expect(wordsOf(ahead)).toEqual(wordsOf(live));
    expect(wordsOf(ahead).length).toBeGreaterThan(15);
  }, 60_000);

  it('of different takes differ', async () => {
    const takes = await Promise.all(
      [0, 1, 2].map(async (take) =>
        pcmOf(await itemsOf(speech.speak(phraseRequest('Thank you.', take, MANNER)))),
      ),
    );
    expect(new Set(takes.map((take) => take.toString('base64'))).size).toBe(3);
  }, 60_000);
});
