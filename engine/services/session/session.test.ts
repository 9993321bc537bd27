import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsSchema, type Settings } from '../../shared/app/settings.js';
import type { SpeechPosition, SpeechState, SpeechTimelineItem } from '../../shared/app/speech.js';
import { createManualClock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { CREDIT_WINDOW_SAMPLES } from '../../shared/credit.js';
import { SottoError } from '../../shared/errors.js';
import { joinSamples } from '../../shared/join-samples.js';
import type { PlaybackSession, PlayRequest } from './playback-session.js';
import { createPlaybackSession } from './session.js';
import { FakePlayer, type FakePlayerOptions } from './testing/fake-player.js';
import {
  createFakeSource,
  FAKE_RATE_HZ,
  FAKE_TEXT,
  sampleAt,
  type FakeSourceOptions,
} from './testing/fake-source.js';

const SENTENCE_COUNT = 5;
const SENTENCE_SAMPLES = 30_000;

interface Scene {
  readonly session: PlaybackSession;
  readonly clock: ReturnType<typeof createManualClock>;
  readonly states: SpeechState[];
  readonly timeline: SpeechTimelineItem[];
  readonly positions: SpeechPosition[];
  readonly changeSettings: (patch: Partial<Settings>) => void;
  readonly attach: (options?: FakePlayerOptions) => FakePlayer;
}

function createScene(): Scene {
  let settings = settingsSchema.parse({});
  const listeners = new Set<(settings: Settings) => void>();
  const clock = createManualClock();
  const session = createPlaybackSession({
    clock,
    settings: {
      get: () => settings,
      watch(listener) {
        listener(settings);
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  const states: SpeechState[] = [];
  const timeline: SpeechTimelineItem[] = [];
  const positions: SpeechPosition[] = [];
  session.watchState((state) => states.push(state));
  session.watchTimeline((item) => timeline.push(item));
  session.watchPosition((position) => positions.push(position));
  return {
    session,
    clock,
    states,
    timeline,
    positions,
    changeSettings(patch) {
      settings = { ...settings, ...patch };
      for (const listener of listeners) listener(settings);
    },
    attach(options) {
      const player = new FakePlayer(options);
      session.attachPlayer(player.hostPort);
      return player;
    },
  };
}

/** Lets everything happen that is not waiting for a player. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Plays on until the speech is over. */
async function playOut(scene: Scene, player: FakePlayer, sampleCount = 24_000): Promise<void> {
  for (let turn = 0; turn < 1000 && !['idle', 'failed'].includes(scene.session.state().status); turn++) {
    await settle();
    player.play(sampleCount);
    await settle();
  }
}

/** Every sample of the fake source, once and in order. Compared as bytes: an assertion a sample takes seconds. */
function expectWhole(played: readonly { readonly pcm: Float32Array }[]): void {
  const length = SENTENCE_COUNT * SENTENCE_SAMPLES;
  const expected = Float32Array.from({ length }, (_, index) => sampleAt(index));
  const pcm = joinSamples(played.map((piece) => piece.pcm));
  expect(pcm.length).toBe(length);
  expect(Buffer.from(pcm.buffer).equals(Buffer.from(expected.buffer))).toBe(true);
}

/** Plays a source to where a test wants to begin. */
async function playTo(
  sample: number,
  options: FakeSourceOptions = {},
): Promise<Scene & { player: FakePlayer; openedAt: number[] }> {
  const scene = createScene();
  const player = scene.attach();
  const source = createFakeSource({ samplesPerSentence: SENTENCE_SAMPLES, ...options });
  scene.session.play(source.request);
  while (player.playedSamples < sample) {
    await settle();
    player.play(Math.min(12_000, sample - player.playedSamples));
  }
  await settle();
  return { ...scene, player, openedAt: source.openedAt };
}

describe('the playback session', () => {
  it('speaks: states in order, every sample once, all told to the windows', async () => {
    const scene = createScene();
    const player = scene.attach();
    await settle();
    const id = scene.session.play(createFakeSource().request);
    await playOut(scene, player);
    expectWhole(player.played);
    const statuses = scene.states.map(({ status }) => status);
    expect(statuses.filter((status, index) => status !== statuses[index - 1])).toEqual([
      'idle',
      'preparing',
      'speaking',
      'idle',
    ]);
    expect(scene.session.state()).toMatchObject({
      utterance: { id, text: FAKE_TEXT, startOffset: 0, origin: 'speak', title: 'A title' },
      totalSamples: SENTENCE_COUNT * SENTENCE_SAMPLES,
      sampleRateHz: FAKE_RATE_HZ,
      player: 'ready',
      underrunCount: 0,
      error: null,
    });
    expect(scene.positions.at(-1)).toEqual({
      utteranceId: id,
      playedSamples: SENTENCE_COUNT * SENTENCE_SAMPLES,
      isMoving: false,
    });
  });

  it('sends a first frame that is small, and asks for more only when all was sent', async () => {
    const scene = createScene();
    const source = createFakeSource({ chunkSamples: 30_000 });
    scene.session.play(source.request);
    await settle();
    expect(scene.session.state()).toMatchObject({ status: 'preparing', player: 'none' });
    // Nobody listens: a single chunk waits, and nothing more is rendered.
    expect(source.counts.audioSamples).toBe(30_000);
    const player = scene.attach();
    await settle();
    expect(player.frameSizes[0]).toBeLessThanOrEqual(FAKE_RATE_HZ / 10);
    expect(Math.max(...player.frameSizes)).toBeLessThanOrEqual(FAKE_RATE_HZ / 2);
    await playOut(scene, player);
    expect(scene.session.state().status).toBe('idle');
  });

  it('reaches the player within the same turn of the event loop', async () => {
    const scene = createScene();
    const player = scene.attach();
    await settle();
    scene.session.play(createFakeSource().request);
    for (let turn = 0; turn < 60; turn++) await Promise.resolve();
    expect(player.takenSamples).toBeGreaterThan(0);
  });

  it('measures the time to the first sound that was played, if nobody paused before', async () => {
    const scene = createScene();
    const player = scene.attach();
    scene.session.play(createFakeSource().request);
    await settle();
    player.report('waiting');
    await scene.clock.advance(40);
    await settle();
    expect(scene.session.state().firstAudioMs).toBeNull();
    player.play(128);
    await settle();
    expect(scene.session.state()).toMatchObject({ status: 'speaking', firstAudioMs: 40 });
    scene.session.play(createFakeSource().request);
    scene.session.pause();
    await settle();
    scene.session.resume();
    await settle();
    player.play(128);
    await settle();
    expect(scene.session.state()).toMatchObject({ status: 'speaking', firstAudioMs: null });
  });

  it('never sends more than the credits allow', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 100, max: 20_000 }),
        async (plays, chunkSamples) => {
          const scene = createScene();
          const player = scene.attach();
          scene.session.play(createFakeSource({ chunkSamples, samplesPerSentence: 80_000 }).request);
          let reported = 0;
          for (const count of plays) {
            await settle();
            expect(player.takenSamples - reported).toBeLessThanOrEqual(CREDIT_WINDOW_SAMPLES);
            expect(player.waitingSamples).toBeLessThanOrEqual(2 * CREDIT_WINDOW_SAMPLES);
            reported = player.takenSamples;
            player.play(count);
          }
          scene.session.dispose();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('goes on at the exact sample with whatever player comes next', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            play: fc.integer({ min: 0, max: 40_000 }),
            then: fc.constantFrom('go on', 'reload', 'crash for a while', 'second window'),
          }),
          { minLength: 1, maxLength: 10 },
        ),
        fc.boolean(),
        async (steps, isPausedMeanwhile) => {
          const scene = createScene();
          let newest = scene.attach();
          const players = [newest];
          scene.session.play(createFakeSource().request);
          for (const { play, then } of steps) {
            await settle();
            newest.play(play);
            await settle();
            if (then === 'go on') continue;
            if (then !== 'second window') newest.close();
            if (then === 'crash for a while') await settle();
            if (isPausedMeanwhile) scene.session.pause();
            players.push((newest = scene.attach()));
            await settle();
            scene.session.resume();
          }
          await playOut(scene, newest);
          const played = players.flatMap((player) => player.played);
          let expectedStart = 0;
          for (const { startSample, pcm } of played) {
            expect(startSample).toBe(expectedStart);
            expectedStart += pcm.length;
          }
          expectWhole(played);
          expect(scene.session.state()).toMatchObject({ status: 'idle', error: null });
        },
      ),
      { numRuns: 40 },
    );
  });

  it('goes back to the older window when the newest one closes', async () => {
    const { session, attach, player } = await playTo(30_000);
    const second = attach();
    await settle();
    expect(player.begin).toBeUndefined();
    second.play(1000);
    await settle();
    second.close();
    await settle();
    expect(player.begin).toMatchObject({ startSample: 31_000, isPaused: false });
    expect(session.state().player).toBe('ready');
    player.close();
    await settle();
    expect(session.state()).toMatchObject({ player: 'none', status: 'speaking' });
  });

  it('adds up the underruns of all players', async () => {
    const { session, attach, player } = await playTo(30_000);
    player.underrunCount = 2;
    player.report();
    await settle();
    player.close();
    await settle();
    const second = attach();
    await settle();
    second.underrunCount = 1;
    second.play(10);
    await settle();
    expect(session.state().underrunCount).toBe(3);
  });

  it('pauses, resumes, stops and lets a new speech take the place of the old one', async () => {
    const { session, player, states } = await playTo(12_000);
    session.pause();
    session.pause();
    await settle();
    expect(states.at(-1)?.status).toBe('paused');
    player.play(1000);
    expect(player.playedSamples).toBe(12_000);
    session.resume();
    await settle();
    expect(states.at(-1)?.status).toBe('speaking');
    const source = createFakeSource();
    const second = session.play(source.request);
    await settle();
    expect(player.begin).toMatchObject({ generation: second, startSample: 0 });
    session.stop();
    await settle();
    expect(player.begin).toBeUndefined();
    expect(states.at(-1)).toMatchObject({ status: 'idle', utterance: { id: second }, error: null });
    expect(source.counts.ended).toBe(1);
    session.stop();
    session.pause();
    session.resume();
    expect(session.state().status).toBe('idle');
  });

  it('ends the rendering of what is stopped, even while it waits for credit or for the engine', async () => {
    const waiting = createFakeSource({ samplesPerSentence: 20 * CREDIT_WINDOW_SAMPLES });
    const scene = createScene();
    scene.attach();
    scene.session.play(waiting.request);
    await settle();
    expect(waiting.counts.audioSamples).toBeLessThan(2 * CREDIT_WINDOW_SAMPLES);
    scene.session.stop();
    await settle();
    expect(waiting.counts.ended).toBe(1);
  });

  it('fails with the error of whoever renders, after what was rendered has been heard', async () => {
    const error = new SottoError({ code: 'engine-failed', message: 'no engine', next: 'restart it' });
    let items = 0;
    const before = (): void => {
      if (++items === 9) throw error;
    };
    const { session, player, states } = await playTo(12_000, { before });
    expect(states.at(-1)).toMatchObject({ status: 'speaking', error: null });
    await playOut({ ...createScene(), session }, player);
    expect(states.at(-1)).toMatchObject({
      status: 'failed',
      totalSamples: null,
      error: { code: 'engine-failed', message: 'no engine', next: 'restart it' },
    });
    expect(player.playedSamples).toBe(SENTENCE_SAMPLES);
    session.seek({ to: 'start' });
    expect(session.state()).toMatchObject({ status: 'preparing', error: null });
  });

  it('says so where there was nothing to speak, unless it is a chapter, which the next one follows', async () => {
    const { session } = createScene();
    const { request } = createFakeSource({ samplesPerSentence: 0 });
    session.play(request);
    await settle();
    expect(session.state()).toMatchObject({ status: 'failed', error: { code: 'empty-input' } });
    session.play({ ...request, narration: { itemId: 'book', chapterIndex: 0 } });
    await settle();
    expect(session.state().error).toBeNull();
  });

  it('fails at once where nobody can hear the rest, or nothing was rendered', async () => {
    for (const availability of ['none', 'blocked', 'ready'] as const) {
      const scene = createScene();
      if (availability !== 'none') scene.attach({ availability });
      await settle();
      const before = (): void => {
        throw new Error('a bug');
      };
      scene.session.play(createFakeSource({ before }).request);
      await settle();
      expect(scene.session.state()).toMatchObject({
        status: 'failed',
        error: { code: 'internal', message: 'a bug' },
        player: availability,
      });
    }
  });

  it('jumps from sentence to sentence, to an offset and to the start', async () => {
    const [one, two, three, four] = [...FAKE_TEXT.matchAll(/[^.!?]+[.!?]+\s*/g)].map(({ index }) => index);
    const scene = await playTo(2 * SENTENCE_SAMPLES + 26_000);
    const { session, openedAt, player } = scene;
    const begin = async (samples: number): Promise<void> => {
      await settle();
      player.play(samples);
      await settle();
    };
    // More than a second into the third: its own start; then, at its start, the one before.
    session.seek({ to: 'previous-sentence' });
    await begin(1000);
    session.seek({ to: 'previous-sentence' });
    await begin(1000);
    session.seek({ to: 'previous-sentence' });
    session.seek({ to: 'previous-sentence' });
    await begin(1000);
    session.seek({ to: 'next-sentence' });
    session.seek({ to: 'next-sentence' });
    session.seek({ to: 'next-sentence' });
    await settle();
    session.seek({ to: 'offset', offset: 15 });
    await settle();
    session.seek({ to: 'start' });
    await settle();
    expect(openedAt).toEqual([one, three, two, one, one, two, three, four, 15, 0]);
    expect(session.state()).toMatchObject({ status: 'preparing', utterance: { id: 10, startOffset: 0 } });
  });

  it('jumps past the last sentence to silence, and speaks again from a jump', async () => {
    const { session, states, player } = await playTo(4 * SENTENCE_SAMPLES + 1000);
    session.seek({ to: 'next-sentence' });
    await settle();
    expect(states.at(-1)?.status).toBe('idle');
    session.seek({ to: 'previous-sentence' });
    await settle();
    expect(player.begin?.startSample).toBe(0);
    expect(states.at(-1)).toMatchObject({
      status: 'preparing',
      utterance: { startOffset: FAKE_TEXT.indexOf('Four') },
    });
  });

  it('says nothing of a jump while there was no speech', () => {
    const { session, states } = createScene();
    session.seek({ to: 'start' });
    expect(states).toHaveLength(1);
  });

  it('tells a window that comes later the same timeline', async () => {
    const scene = await playTo(60_000);
    const later: SpeechTimelineItem[] = [];
    scene.session.watchTimeline((item) => later.push(item));
    await playOut(scene, scene.player);
    expect(later).toEqual(scene.timeline);
    const segments = later.filter((item) => item.kind === 'segment');
    expect(segments.map(({ startSample }) => startSample)).toEqual(
      [0, 1, 2, 3, 4].map((n) => n * SENTENCE_SAMPLES),
    );
    expect(segments[1]?.words[0]).toEqual({
      source: segments[1]?.source,
      startSample: SENTENCE_SAMPLES,
      endSample: 2 * SENTENCE_SAMPLES,
    });
    const peaks = later.flatMap((item) => (item.kind === 'peaks' ? item.peaks : []));
    expect(peaks).toHaveLength((SENTENCE_COUNT * SENTENCE_SAMPLES) / 480 + 0.5);
    expect(later.at(-1)).toMatchObject({ kind: 'end', totalSamples: SENTENCE_COUNT * SENTENCE_SAMPLES });
  });

  it('mutes, and hands settings on to the player', async () => {
    const scene = createScene();
    scene.changeSettings({ outputDeviceId: 'speakers', wakePadMs: 100 });
    const player = scene.attach();
    scene.session.mute(true);
    scene.changeSettings({ outputDeviceId: 'headphones' });
    scene.session.play(createFakeSource({ prebufferMs: 50 }).request);
    await settle();
    expect(player.frames.filter(({ type }) => type === 'output')).toEqual([
      { type: 'output', gain: 1, deviceId: 'speakers' },
      { type: 'output', gain: 0, deviceId: 'speakers' },
      { type: 'output', gain: 0, deviceId: 'headphones' },
    ]);
    expect(player.begin).toMatchObject({ wakePadSamples: 2400, prebufferSamples: 1200 });
    expect(scene.session.state().isMuted).toBe(true);
    const trouble = { deviceTrouble: 'unplugged', deviceTroubleCode: 'not-connected' } as const;
    player.send({ type: 'availability', state: 'ready', ...trouble, outputLatencyMs: 0 });
    await settle();
    expect(scene.session.state()).toMatchObject(trouble);
  });

  it('tells what is at the ear, not what has left the player', async () => {
    const scene = createScene();
    const player = scene.attach({ outputLatencyMs: 200 });
    scene.session.play(createFakeSource().request);
    await settle();
    player.play(12_000);
    await settle();
    expect(scene.positions.at(-1)).toMatchObject({ playedSamples: 12_000 - 4800, isMoving: true });
  });

  it('believes no player that says the impossible', async () => {
    const { session, player } = await playTo(12_000);
    const generation = player.begin?.generation ?? 0;
    const status = { type: 'status', generation, underrunCount: 0, state: 'playing' } as const;
    player.send({ ...status, playedSamples: 1e9, takenSamples: 1e9 });
    player.send({ ...status, playedSamples: 0, takenSamples: 0 });
    player.send({ ...status, playedSamples: 20_000, takenSamples: 12_000 });
    player.send({ ...status, generation: generation + 1, playedSamples: 0, takenSamples: 0 });
    await settle();
    player.play(1000);
    await settle();
    expect(session.state().status).toBe('speaking');
    session.watchPosition(({ playedSamples }) => expect(playedSamples).toBe(13_000));
  });

  it('stays as small after an hour and a half as after half an hour', async () => {
    const scene = createScene();
    const player = scene.attach({ isEager: true });
    const heapBytes: number[] = [];
    const timelineLengths: number[] = [];
    const SEGMENTS_PER_HALF_HOUR = 450;
    const request = createLongRequest(3 * SEGMENTS_PER_HALF_HOUR, async (segment) => {
      // What the test itself keeps is not the session's.
      for (const list of [player.played, scene.timeline, scene.positions, player.frameSizes]) list.length = 0;
      await settle();
      if (segment % SEGMENTS_PER_HALF_HOUR !== 0) return;
      collectGarbage();
      heapBytes.push(process.memoryUsage().heapUsed);
      let length = 0;
      scene.session.watchTimeline(() => length++)();
      timelineLengths.push(length);
    });
    scene.session.play(request);
    await settle();
    while (scene.session.state().status !== 'idle') await settle();
    const [afterFirst = 0, , afterLast = 0] = heapBytes;
    expect(afterLast - afterFirst).toBeLessThan(1024 * 1024);
    // Ten minutes of segments of four seconds, with four items of peaks each; a tenth more before it is trimmed.
    for (const length of timelineLengths) {
      expect(length).toBeGreaterThan(150 * 5);
      expect(length).toBeLessThan(1.2 * 150 * 5);
    }
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Segments of four seconds, many of them, out of one buffer. */
function createLongRequest(
  segmentCount: number,
  afterSegment: (count: number) => Promise<void>,
): PlayRequest {
  const sentence = 'Again and again it says this. ';
  const pcm = new Float32Array(FAKE_RATE_HZ).fill(0.5);
  const generation = 0;
  async function* open(): AsyncGenerator<SpeakItem, void, void> {
    yield { kind: 'plan', generation, sampleRateHz: FAKE_RATE_HZ, firstSegmentDurationMs: 0, prebufferMs: 0 };
    for (let index = 0; index < segmentCount; index++) {
      const source = { start: index * sentence.length, end: (index + 1) * sentence.length };
      yield {
        kind: 'segment',
        generation,
        index,
        source,
        language: 'en',
        break: 'sentence',
        spans: [],
        words: Array.from({ length: 6 }, (_, word) => ({
          text: 'word',
          source,
          startMs: word,
          endMs: word + 1,
        })),
        sampleCount: 4 * pcm.length,
        pauseSamples: 0,
        isCached: false,
      };
      for (let part = 0; part < 4; part++) {
        yield { kind: 'audio', generation, segmentIndex: index, offsetSamples: part * pcm.length, pcm };
      }
      await afterSegment(index + 1);
    }
  }
  const text = sentence.repeat(segmentCount);
  return { origin: 'narration', title: 'Hours', text, startOffset: 0, open };
}
