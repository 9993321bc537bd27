import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../shared/clock.js';
import type { SpeakItem } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import type { SpeechRequest, SpeechService, SpeechSummary } from '../speech.js';
import { createTurns } from '../turns.js';
import { createLiveSource } from './live-source.js';
import { createFakeSource, FAKE_TEXT } from './testing/fake-source.js';

function createScene(): {
  live: ReturnType<typeof createLiveSource>;
  asked: SpeechRequest[];
  turns: ReturnType<typeof createTurns>;
  clock: ReturnType<typeof createManualClock>;
  choose: (voiceId: string) => void;
} {
  const asked: SpeechRequest[] = [];
  let chosen = 'chosen';
  const speech: SpeechService = {
    async *speak(request, signal = new AbortController().signal) {
      asked.push(request);
      const source = createFakeSource({ text: request.text, samplesPerSentence: 10, chunkSamples: 10 });
      for await (const item of source.request.open(0, signal)) yield item;
      return {} as SpeechSummary;
    },
  };
  const turns = createTurns();
  const clock = createManualClock();
  const voices = {
    resolveAtOnce({ voiceId = chosen }) {
      if (voiceId === 'nobody')
        throw new SottoError({ code: 'unknown-voice', message: 'there is no such voice' });
      return { voice: voiceId, plan: { targetLufs: -20 } };
    },
  };
  const live = createLiveSource({ speech, turns, voices, clock });
  return { live, asked, turns, clock, choose: (voiceId) => (chosen = voiceId) };
}

const { signal } = new AbortController();

async function collect(items: AsyncIterable<SpeakItem>): Promise<SpeakItem[]> {
  const collected: SpeakItem[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('a live source', () => {
  it('asks for the rest of the text in the resolved manner, and tells offsets into the whole', async () => {
    const { live, asked } = createScene();
    const offset = FAKE_TEXT.indexOf('Three');
    const items = await collect(live(FAKE_TEXT, { voiceId: 'en_ivy' })(offset, signal));
    expect(asked).toEqual([
      { voice: 'en_ivy', plan: { targetLufs: -20 }, text: 'Three is far. Four is near? Five.' },
    ]);
    const segments = items.filter((item) => item.kind === 'segment');
    expect(segments.map(({ source }) => FAKE_TEXT.slice(source.start, source.end))).toEqual([
      'Three is far. ',
      'Four is near? ',
      'Five.',
    ]);
    expect(segments[1]?.words[0]?.source).toEqual(segments[1]?.source);
    expect(segments[1]?.spans[0]?.source).toEqual(segments[1]?.source);
  });

  it('begins with a whole character', async () => {
    const { live, asked } = createScene();
    await collect(live('👍 yes.', {})(1, signal));
    expect(asked[0]?.text).toBe('👍 yes.');
  });

  it('holds the turn while it renders, and gives it back whatever ends it', async () => {
    const { live, turns } = createScene();
    const failing = live('A.', { voiceId: 'nobody' })(0, signal);
    await expect(collect(failing)).rejects.toMatchObject({ code: 'unknown-voice' });
    expect(turns.isLive()).toBe(false);
    for await (const item of live('A. B.', {})(0, signal)) {
      expect(turns.isLive()).toBe(true);
      if (item.kind === 'audio') break;
    }
    expect(turns.isLive()).toBe(false);
    await collect(live('A. B.', {})(0, signal));
    expect(turns.isLive()).toBe(false);
  });

  it('lets background work on while the listener is well supplied, and takes the turn back', async () => {
    const { live, turns, clock } = createScene();
    const items = live('A. B.', {})(0, signal)[Symbol.asyncIterator]();
    await items.next();
    await clock.advance(900);
    expect(turns.isLive()).toBe(true);
    await clock.advance(200);
    expect(turns.isLive()).toBe(false);
    await items.next();
    expect(turns.isLive()).toBe(true);
    await items.return?.();
    expect(turns.isLive()).toBe(false);
  });

  it('lets what is chosen meanwhile be heard from the next sentence on, as one speech', async () => {
    const { live, asked, choose } = createScene();
    const undisturbed = await collect(createScene().live(FAKE_TEXT, {})(0, signal));
    const items: SpeakItem[] = [];
    for await (const item of live(FAKE_TEXT, {})(0, signal)) {
      items.push(item);
      if (item.kind === 'segment' && FAKE_TEXT.slice(item.source.start).startsWith('Two')) choose('en_ivy');
    }
    expect(asked.map(({ voice, text }) => [voice, text])).toEqual([
      ['chosen', FAKE_TEXT],
      ['en_ivy', FAKE_TEXT.slice(FAKE_TEXT.indexOf('Three'))],
    ]);
    const sources = (all: SpeakItem[]) =>
      all.flatMap((item) => (item.kind === 'segment' ? [item.source] : []));
    expect(sources(items)).toEqual(sources(undisturbed));
    expect(items.map(({ kind }) => kind)).toEqual(undisturbed.map(({ kind }) => kind));
  });

  it('is spoken to its end by whoever was named, and by a voice that is removed meanwhile', async () => {
    const { live, asked, choose } = createScene();
    for await (const item of live(FAKE_TEXT, { voiceId: 'en_ivy' })(0, signal))
      if (item.kind === 'segment') choose('zh_wei');
    for await (const item of live(FAKE_TEXT, {})(0, signal)) if (item.kind === 'segment') choose('nobody');
    expect(asked.map(({ voice }) => voice)).toEqual(['en_ivy', 'zh_wei']);
  });
});
