import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integratedLoudnessLufs, truePeakDbtp } from '../../export/loudness.js';
import { createNodeLauncher } from '../../host/node-launcher.js';
import { buildEngine, engineEntry, starterPackDir } from '../../host/testing/built-engine.js';
import { loadPack } from '../../packs/load-pack.js';
import type { PackManifest } from '../../packs/manifest.js';
import { systemClock } from '../../shared/clock.js';
import { joinSamples } from '../../shared/join-samples.js';
import { createTurns } from '../turns.js';
import { createFakeShelf } from '../packs/testing/fake-shelf.js';
import { createMemoryStore } from '../testing/memory-store.js';
import { createSpeechService, type SpeechRequest, type SpeechService } from '../speech.js';
import { createSupervisor, type EngineSupervisor } from '../supervisor.js';
import { Levels, speakerOf, type Level } from './levels.js';

/** The real engine with the starter pack, under a loudness meter. The line is not one that levels are measured with. */

const LINE =
  'She asked whether the train had left on time. I said that I did not know, but the platform was empty when I came.';

let supervisor: EngineSupervisor;
let speech: SpeechService;
let manifest: PackManifest;
beforeAll(async () => {
  buildEngine();
  ({ manifest } = await loadPack(starterPackDir));
  supervisor = createSupervisor({
    launcher: createNodeLauncher(engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: starterPackDir }] },
  });
  speech = createSpeechService(supervisor, systemClock);
}, 240_000);
afterAll(() => supervisor.dispose());

async function meter(request: Omit<SpeechRequest, 'text'>): Promise<{ lufs: number; peakDbtp: number }> {
  const chunks: Float32Array[] = [];
  for await (const item of speech.speak({ ...request, text: LINE }))
    if (item.kind === 'audio') chunks.push(item.pcm);
  const samples = joinSamples(chunks);
  return {
    lufs: integratedLoudnessLufs(samples, manifest.sampleRateHz),
    peakDbtp: truePeakDbtp(samples),
  };
}

const voice = (id: string) => [{ voice: id, weight: 1 }];
const plain: Level = {
  parts: voice('en_ivy'),
  style: 'neutral',
  pitchSemitones: 0,
  f0Range: 1,
  targetLufs: -16,
};

describe('the starter voice under a meter', () => {
  it.each([-30, -23, -18])('is %i LUFS when that is asked for', async (targetLufs) => {
    const { lufs } = await meter({ voice: 'en_ivy', plan: { targetLufs } });
    expect(Math.abs(lufs - targetLufs)).toBeLessThanOrEqual(1);
  });

  it.each(['neutral', 'whisper'])('stays below −1 dBTP at the loudest target, %s', async (style) => {
    for (const id of ['en_ivy', 'en_otto', 'zh_wei']) {
      const { peakDbtp } = await meter({ voice: id, style, plan: { targetLufs: -10, gainDb: 6 } });
      expect(peakDbtp).toBeLessThanOrEqual(-1);
    }
  });

  it.each<[string, Level]>([
    ['a low Ivy', { ...plain, pitchSemitones: -4 }],
    ['a high Callum', { ...plain, parts: voice('en_callum'), pitchSemitones: 4 }],
    ['Ivy and Rowan', { ...plain, parts: [...voice('en_ivy'), ...voice('en_rowan')] }],
    ['Callum and Isla', { ...plain, parts: [...voice('en_callum'), ...voice('en_isla')] }],
    ['Ivy at −13 LUFS', { ...plain, targetLufs: -13 }],
  ])('%s lands within 1 LU of the target', async (_, level) => {
    const levels = new Levels({
      speech,
      turns: createTurns(),
      packs: createFakeShelf(manifest),
      soundVersion: () => '',
      store: createMemoryStore({}),
    });
    const { lufs } = await meter({
      ...speakerOf(level.parts),
      style: level.style,
      controls: { pitchSemitones: level.pitchSemitones, f0Range: level.f0Range },
      plan: { targetLufs: level.targetLufs, gainDb: await levels.gainDb(level) },
    });
    expect(Math.abs(lufs - level.targetLufs)).toBeLessThanOrEqual(1);
  });
});
