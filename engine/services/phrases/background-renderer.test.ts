import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../shared/clock.js';
import { SottoError, type ErrorCode } from '../../shared/errors.js';
import { createTurns } from '../turns.js';
import { BackgroundRenderer, type RenderJob } from './background-renderer.js';
import type { Rendering } from '../renderings/rendering.js';
import { createFakeSpeech, samplesOf, untilAborted } from '../renderings/testing/fake-speech.js';

const job = (name: string): RenderJob => ({ name, request: { text: `This is ${name}.` } });
const jobs = (...names: string[]): RenderJob[] => names.map(job);

function scene() {
  const speech = createFakeSpeech();
  const turns = createTurns();
  const clock = createManualClock();
  const rendered = new Map<string, Rendering>();
  const told = { settled: 0, changes: 0 };
  const renderer = new BackgroundRenderer({
    ...{ speech, turns, clock },
    onRendered: ({ name }, rendering) => Promise.resolve(void rendered.set(name, rendering)),
    onChange: () => told.changes++,
    onSettled: () => told.settled++,
  });
  /** Lets everything happen that needs no time, or a little. */
  const settle = async (byMs = 0): Promise<void> => {
    for (let round = 0; round < 40; round++) await clock.advance(0);
    if (byMs > 0) await clock.advance(byMs);
    for (let round = 0; round < 40; round++) await clock.advance(0);
  };
  const fail = (code: ErrorCode, ...names: string[]): void => {
    speech.before = (_, { text }) => {
      if (names.some((name) => text === job(name).request.text))
        throw new SottoError({ code, message: code });
    };
  };
  return { speech, turns, clock, rendered, told, renderer, settle, fail };
}

describe('the renderer in the background', () => {
  let all: ReturnType<typeof scene>;
  beforeEach(() => (all = scene()));

  it('renders one after another, in the order that was asked for', async () => {
    const { renderer, rendered, speech, told, settle } = all;
    renderer.want(jobs('a', 'b', 'c'));
    expect(renderer.progress()).toMatchObject({ done: 0, total: 3 });
    await settle();
    expect([...rendered.keys()]).toEqual(['a', 'b', 'c']);
    expect(rendered.get('b')?.pcm).toEqual(samplesOf(job('b').request));
    expect(speech.counts.mostRunning).toBe(1);
    expect(renderer.progress()).toBeNull();
    expect(told.settled).toBe(1);
  });

  it('leaves the engine’s own cache alone', async () => {
    const { renderer, speech, settle } = all;
    renderer.want(jobs('a'));
    await settle();
    expect(speech.requests[0]?.plan).toEqual({ useCache: false });
  });

  it('waits while somebody listens, before an item and within one', async () => {
    const { renderer, rendered, turns, speech, settle } = all;
    const endFirst = turns.beginLive();
    renderer.want(jobs('a', 'b'));
    await settle();
    expect(speech.requests).toEqual([]);
    expect(renderer.progress()).toMatchObject({ isWaiting: true, isPaused: false });
    let end = (): void => undefined;
    let itemCount = 0;
    speech.before = (item) => {
      if (item.kind === 'segment') end = turns.beginLive();
      itemCount++;
    };
    endFirst();
    await settle();
    expect(rendered.size).toBe(0);
    const itemsSoFar = itemCount;
    await settle();
    expect(itemCount).toBe(itemsSoFar);
    speech.before = () => undefined;
    end();
    await settle();
    expect([...rendered.keys()]).toEqual(['a', 'b']);
  });

  it('stops what is not wanted any more', async () => {
    const { renderer, rendered, speech, settle } = all;
    speech.before = (item, { text }, signal) =>
      item.kind === 'audio' && text === job('a').request.text ? untilAborted(signal) : undefined;
    renderer.want(jobs('a', 'b'));
    await settle();
    expect(renderer.currentName).toBe('a');
    renderer.want(jobs('b'));
    await settle();
    expect([...rendered.keys()]).toEqual(['b']);
    expect(renderer.failure('a')).toBeUndefined();
  });

  it('renders again from its start what was paused', async () => {
    const { renderer, rendered, speech, settle } = all;
    let pause = true;
    speech.before = (item) => {
      if (item.kind === 'audio' && pause) renderer.pause(true);
    };
    renderer.want(jobs('a'));
    await settle();
    expect([rendered.size, speech.counts.running]).toEqual([0, 0]);
    await settle(3_600_000);
    expect(speech.requests.length).toBe(1);
    pause = false;
    renderer.pause(false);
    await settle();
    expect(rendered.get('a')?.pcm).toEqual(samplesOf(job('a').request));
  });

  it('leaves a failed one until it is retried, and goes on with the others', async () => {
    const { renderer, rendered, speech, fail, settle } = all;
    fail('inference-failed', 'a');
    renderer.want(jobs('a', 'b'));
    await settle(2000);
    expect(renderer.failure('a')).toMatchObject({ code: 'inference-failed' });
    expect([...rendered.keys()]).toEqual(['b']);
    expect(renderer.progress()).toBeNull();
    await settle(3_600_000);
    expect(speech.requests.length).toBe(2);
    // Asked for in vain: nothing of it has changed.
    renderer.want(jobs('a'));
    await settle(3_600_000);
    expect(speech.requests.length).toBe(2);
    speech.before = () => undefined;
    renderer.retry(['a']);
    await settle();
    expect(renderer.failure('a')).toBeUndefined();
    expect([...rendered.keys()]).toEqual(['b', 'a']);
  });

  it('slows down while everything fails, and tries nothing twice', async () => {
    const { renderer, speech, settle } = all;
    speech.before = () => {
      throw new SottoError({ code: 'inference-failed', message: 'always' });
    };
    renderer.want(jobs(...Array.from({ length: 50 }, (_, index) => `${index}`)));
    await settle();
    expect(speech.requests.length).toBe(1);
    await settle(1999);
    expect(speech.requests.length).toBe(1);
    await settle(60_000);
    expect(speech.requests.length).toBeLessThan(8);
    for (let hour = 0; hour < 6; hour++) await settle(3_600_000);
    expect(speech.requests.length).toBe(50);
  });

  it('tries again what failed for the engine, when that is well again, but not for ever', async () => {
    const { renderer, speech, fail, settle } = all;
    fail('engine-failed', 'a');
    renderer.want(jobs('a', 'b'));
    for (let round = 0; round < 10; round++) {
      await settle(3_600_000);
      renderer.engineIsWell();
    }
    await settle(3_600_000);
    expect(speech.requests.filter(({ text }) => text === job('a').request.text).length).toBe(3);
    expect(renderer.failure('a')).toBeDefined();
  });

  it('asks nothing of an engine that has given up', async () => {
    const { renderer, rendered, speech, settle } = all;
    renderer.hold(true);
    renderer.want(jobs('a'));
    await settle(3_600_000);
    expect([speech.requests.length, renderer.progress()?.isWaiting]).toEqual([0, true]);
    renderer.hold(false);
    await settle();
    expect(rendered.size).toBe(1);
  });

  it('does not render what somebody else has', async () => {
    const { renderer, rendered, turns, speech, settle } = all;
    const end = turns.beginLive();
    renderer.want(jobs('a', 'b'));
    await settle();
    renderer.settle('a');
    end();
    await settle();
    expect([...rendered.keys()]).toEqual(['b']);
    expect(speech.requests.length).toBe(1);
  });

  it('says how long it will take, once it knows', async () => {
    const { renderer, speech, clock, settle } = all;
    const endings: (() => void)[] = [];
    speech.before = (item) =>
      item.kind === 'plan' ? new Promise<void>((resolve) => endings.push(resolve)) : undefined;
    renderer.want(jobs('a', 'b', 'c'));
    await settle();
    expect(renderer.progress()?.remainingMs).toBeNull();
    await clock.advance(500);
    endings[0]?.();
    await settle();
    expect(renderer.progress()).toMatchObject({ done: 1, total: 3, remainingMs: 1000 });
  });

  it('ends with the app', async () => {
    const { renderer, rendered, speech, settle } = all;
    speech.before = (item) => {
      if (item.kind === 'audio') renderer.dispose();
    };
    renderer.want(jobs('a', 'b'));
    await settle(3_600_000);
    expect([rendered.size, speech.requests.length, speech.counts.running]).toEqual([0, 1, 0]);
  });
});
