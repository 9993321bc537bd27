import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsSchema } from '../../shared/app/settings.js';
import { systemClock } from '../../shared/clock.js';
import { joinSamples } from '../../shared/join-samples.js';
import type { PlaybackSession } from '../session/playback-session.js';
import { createPlaybackSession } from '../session/session.js';
import { FakePlayer } from '../session/testing/fake-player.js';
import { createTurns } from '../turns.js';
import { createFakeSpeech, FAKE_RATE_HZ, fakeSamples } from './testing/fakes.js';
import type { NarrationService } from './narration-service.js';
import { createNarrationService } from './service.js';

/** Narrations in the real session, with a player that plays at once whatever comes. */

const CHAPTERS = [
  '# One\n\nThe first sentence. A second one.\n\n',
  '# Two\n\nMore of it.\n\n',
  '# Three\n\nThe end.',
];

let folder = '';
let session: PlaybackSession;
let service: NarrationService;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-listening-'));
  await writeFile(join(folder, 'book.md'), CHAPTERS.join(''));
  const settings = settingsSchema.parse({});
  session = createPlaybackSession({
    clock: systemClock,
    settings: {
      get: () => settings,
      watch(listener) {
        listener(settings);
        return () => undefined;
      },
    },
  });
  service = await createNarrationService({
    dataDir: join(folder, 'data'),
    cacheDir: join(folder, 'cache'),
    clock: systemClock,
    speech: createFakeSpeech(),
    turns: createTurns(),
    voices: {
      resolve: () => Promise.resolve({}),
      state: () => ({ voices: [], styles: [], chosen: { voiceId: '', styleId: '', controls: {} } }),
    },
    session,
    files: { find: () => ({ path: join(folder, 'book.md'), fileName: 'book.md' }) },
    downloads: { offer: () => '' },
    onTrouble: (error) => {
      throw error;
    },
  });
});

afterEach(async () => {
  session.dispose();
  await service.dispose();
  await rm(folder, { recursive: true, force: true });
});

function attach(isEager: boolean): FakePlayer {
  const player = new FakePlayer({ isEager });
  session.attachPlayer(player.hostPort);
  return player;
}

const listened = () => service.state().items[0]?.listened;

describe('a narration in the session', () => {
  it('is heard from the first chapter to the last, every sample once, while it is rendered', async () => {
    const player = attach(true);
    const [id = ''] = await service.add(['book']);
    await expect.poll(() => service.state().items[0]?.state).not.toBe('reading');
    const firstUtterance = await service.play(id);
    await expect
      .poll(() => [session.state().utterance?.narration?.chapterIndex, session.state().status])
      .toEqual([2, 'idle']);
    for (const [index, text] of CHAPTERS.entries()) {
      const pieces = player.played.filter((piece) => piece.generation === firstUtterance + index);
      expect(Buffer.from(joinSamples(pieces.map(({ pcm }) => pcm)).buffer)).toEqual(
        Buffer.from(fakeSamples(text).buffer),
      );
    }
    expect(listened()).toEqual({
      chapterIndex: 2,
      offsetMs: ((CHAPTERS[2]?.length ?? 0) * 100 * 1000) / FAKE_RATE_HZ,
    });
  });

  it('stays where it was stopped, and does not go on by itself', async () => {
    const player = attach(false);
    const [id = ''] = await service.add(['book']);
    await service.whenIdle();
    await service.play(id);
    await expect.poll(() => player.waitingSamples).toBeGreaterThan(2000);
    player.play(2000);
    await expect.poll(() => listened()?.offsetMs).toBe((2000 * 1000) / FAKE_RATE_HZ);
    session.stop();
    expect(session.state()).toMatchObject({ status: 'idle', utterance: { narration: { chapterIndex: 0 } } });
    await service.play(id);
    const { text, startOffset } = session.state().utterance ?? { text: '', startOffset: 0 };
    expect(text.slice(startOffset)).toMatch(/^sentence\. A second/);
  });

  it('knows where it is after a jump', async () => {
    const player = attach(false);
    const [id = ''] = await service.add(['book']);
    await service.whenIdle();
    await service.play(id);
    await expect.poll(() => player.waitingSamples).toBeGreaterThan(0);
    const offset = (CHAPTERS[0] ?? '').indexOf('A second');
    session.seek({ to: 'offset', offset });
    await expect
      .poll(() => [player.begin?.generation === session.state().utterance?.id, player.waitingSamples > 500])
      .toEqual([true, true]);
    player.play(500);
    await expect.poll(() => listened()?.offsetMs).toBeCloseTo(((offset * 100 + 500) * 1000) / FAKE_RATE_HZ);
  });
});
