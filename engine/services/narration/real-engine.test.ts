import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodePcm } from '../../export/pcm.js';
import { createNodeLauncher } from '../../host/node-launcher.js';
import { buildEngine, engineEntry, starterPackDir } from '../../host/testing/built-engine.js';
import { systemClock } from '../../shared/clock.js';
import { joinSamples } from '../../shared/join-samples.js';
import { createSpeechService, type SpeechService } from '../speech.js';
import { createSupervisor, type EngineSupervisor } from '../supervisor.js';
import { createTurns } from '../turns.js';
import { CHAPTER_GAP_MS } from './export-recording.js';
import { createFakeSession } from './testing/fakes.js';
import type { NarrationService } from './narration-service.js';
import { recordingFiles } from './recording-files.js';
import { createNarrationService } from './service.js';

/** The real engine with the starter pack narrates a book of two chapters. */

const MANNER = { voice: 'en_ivy', style: 'calm', controls: { lengthScale: 0.9 } };
const CHAPTERS = [
  '# The First\n\nIt was a quiet morning, and nobody had come. Dr. Smith paid $5 for a *very* small cup of tea.\n\nThen he left, after some time, because there was nothing left to do. 你好，世界。\n\n',
  '# The Second\n\nMore happened on the next day. It is not told here; it would be long. The end!\n',
];

let folder = '';
let supervisor: EngineSupervisor;
let speech: SpeechService;

beforeAll(async () => {
  buildEngine();
  folder = await mkdtemp(join(tmpdir(), 'sotto-real-narration-'));
  supervisor = createSupervisor({
    launcher: createNodeLauncher(engineEntry),
    clock: systemClock,
    config: { packs: [{ dir: starterPackDir }] },
  });
  speech = createSpeechService(supervisor, systemClock);
}, 240_000);

afterAll(async () => {
  await supervisor.dispose();
  await rm(folder, { recursive: true, force: true });
});

let exportedPath = '';

function open(): Promise<NarrationService> {
  return createNarrationService({
    dataDir: join(folder, 'data'),
    cacheDir: join(folder, 'cache'),
    clock: systemClock,
    speech,
    turns: createTurns(),
    voices: {
      resolve: () => Promise.resolve(MANNER),
      state: () => ({ voices: [], styles: [], chosen: { voiceId: 'en_ivy', styleId: 'calm', controls: {} } }),
    },
    session: createFakeSession(),
    files: { find: () => ({ path: join(folder, 'book.md'), fileName: 'book.md' }) },
    downloads: {
      offer({ path }) {
        exportedPath = path;
        return 'download';
      },
    },
    onTrouble: (error) => {
      throw error;
    },
  });
}

async function spokenLive(text: string): Promise<Buffer> {
  const chunks: Float32Array[] = [];
  const plan = { firstSegmentDurationMs: 5000, useCache: false };
  for await (const item of speech.speak({ ...MANNER, text, plan }))
    if (item.kind === 'audio') chunks.push(item.pcm);
  return Buffer.from(encodePcm(joinSamples(chunks), 's16'));
}

it('records what is spoken live, to the sample, over a restart, and exports all of it', async () => {
  await writeFile(join(folder, 'book.md'), CHAPTERS.join(''));
  const started = await open();
  const [id = ''] = await started.add(['book']);
  await new Promise<void>((resolve) => {
    const stop = started.watch(({ items }) => {
      const [item] = items;
      if (item?.chapters.some(({ progress }) => progress > 0)) {
        setImmediate(() => stop());
        resolve();
      }
    });
  });
  await started.dispose();
  const service = await open();
  await service.whenIdle();
  expect(service.state().items).toMatchObject([
    { state: 'ready', chapters: [{ title: 'The First' }, { title: 'The Second' }] },
  ]);
  const recorded = await Promise.all(
    CHAPTERS.map((_, index) => readFile(recordingFiles(join(folder, 'data', 'narrations', id), index).pcm)),
  );
  for (const [index, text] of CHAPTERS.entries())
    expect(recorded[index]?.equals(await spokenLive(text))).toBe(true);

  const exporting = service.exportItem(id, 'wav', new AbortController().signal);
  for (let next = await exporting.next(); !next.done;) next = await exporting.next();
  const gap = Buffer.alloc((24_000 * CHAPTER_GAP_MS * 2) / 1000);
  const [first, second] = recorded;
  if (!first || !second) throw new Error('a chapter is missing');
  expect((await readFile(exportedPath)).subarray(44).equals(Buffer.concat([first, gap, second]))).toBe(true);
  await service.dispose();
}, 120_000);
