import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { phraseDraftSchema, type PhrasesState } from '../../shared/app/phrases.js';
import { SottoError } from '../../shared/errors.js';
import type { SpeechRequest } from '../speech.js';
import type { PhraseHotkey } from './phrase-hotkeys.js';
import { createFakeSpeech, samplesOf, untilAborted } from '../renderings/testing/fake-speech.js';
import { heard, isAllReady, openScene, type Scene, type SceneOptions } from './testing/scene.js';

let dataDir = '';
const scenes: Scene[] = [];

beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'sotto-phrases-'))));
afterEach(async () => {
  for (const scene of scenes.splice(0)) await scene.service.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await openScene({ dataDir, ...options });
  scenes.push(scene);
  return scene;
}

/** With a library that holds nothing but an empty group. */
async function openEmpty(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await open(options);
  for (const { id } of scene.service.state().groups) scene.service.removeGroup(id);
  scene.service.saveGroup('Group');
  await scene.until(isAllReady);
  scene.speech.requests.length = 0;
  return scene;
}

/** Of a phrase of some words, in bytes of memory. */
const ROOM_FOR_ONE = 15_000;

const kinds = ({ phrases }: PhrasesState): string[] => phrases.map(({ state }) => state.kind);
const textsOf = (requests: readonly SpeechRequest[]): string[] => requests.map(({ text }) => text);

describe('the library of a new person', () => {
  it.each(['en', 'zh'] as const)(
    'holds some phrases in their language (%s), all of them rendered',
    async (language) => {
      const scene = await open({ language });
      const state = await scene.until(isAllReady);
      expect(state.groups).toMatchObject([{ name: language === 'en' ? 'Everyday' : '日常' }]);
      expect(state.phrases.length).toBeGreaterThan(5);
      expect(state.phrases.some(({ wantedCount }) => wantedCount > 1)).toBe(true);
      expect(state.bytes).toBeGreaterThan(0);
      for (const { durationMs } of state.phrases) expect(durationMs).toBeGreaterThan(0);
    },
  );

  it('does not come back when it was removed', async () => {
    const scene = await openEmpty();
    await scene.service.dispose();
    const again = await open();
    expect(again.service.state()).toMatchObject({ groups: [{ name: 'Group' }], phrases: [], bytes: 0 });
  });
});

describe('a ready phrase', () => {
  it('is spoken from memory, sample by sample as it would be rendered now, without asking the engine', async () => {
    const scene = await openEmpty();
    const id = scene.add('One moment, please. Thank you.', { take: 2 });
    await scene.until(isAllReady);
    const ahead = scene.speech.requests[0] ?? { text: '' };
    expect(await scene.service.speak(id)).toEqual({ utteranceId: 1, isReady: true });
    expect(scene.played[0]).toMatchObject({ origin: 'phrase', text: 'One moment, please. Thank you.' });
    expect(await heard(scene.played[0])).toEqual(samplesOf(ahead));
    expect(scene.speech.requests.length).toBe(1);
  });

  it('has its first samples at hand within microtasks: nothing is read, no timer is waited for', async () => {
    const scene = await openEmpty();
    const id = scene.add('One moment.');
    await scene.until(isAllReady);
    let isTurnOver = false;
    setImmediate(() => (isTurnOver = true));
    await scene.service.speak(id);
    for await (const item of scene.played[0]?.open(0, new AbortController().signal) ?? [])
      if (item.kind === 'audio') break;
    expect(isTurnOver).toBe(false);
  });

  it('is ready after a restart without being rendered again; what is spoken most is read first', async () => {
    const scene = await openEmpty();
    scene.add('This one is said now and then.');
    const often = scene.add('This one is said every day.');
    await scene.until(isAllReady);
    await scene.service.speak(often);
    await scene.service.dispose();
    const again = await open({ limits: { hotBytes: ROOM_FOR_ONE } });
    await again.until(isAllReady);
    await again.service.dispose();
    // What is still heard comes from memory.
    await rm(join(dataDir, 'phrase-renderings'), { recursive: true });
    await again.service.speak(often);
    expect((await heard(again.played[0])).length).toBe('This one is said every day.'.length * 100);
    expect(again.speech.requests).toEqual([]);
  });

  it('goes on at the word that a listener jumped to', async () => {
    const scene = await openEmpty();
    const id = scene.add('One two. Three four.');
    await scene.until(isAllReady);
    await scene.service.speak(id);
    const whole = await heard(scene.played[0]);
    const rest = await heard(scene.played[0], 9);
    expect(rest).toEqual(whole.subarray(whole.length - rest.length));
    expect(rest.length).toBe('Three four.'.length * 100);
  });
});

describe('a phrase that is not ready', () => {
  it('is spoken live at once, and what was spoken is kept', async () => {
    const scene = await openEmpty();
    scene.service.pauseRendering(true);
    const id = scene.add('Not ready yet.');
    expect(await scene.service.speak(id)).toMatchObject({ isReady: false });
    const live = await heard(scene.played[0]);
    const state = await scene.until(({ phrases }) => phrases[0]?.state.kind === 'ready');
    expect(state.progress).toBeNull();
    expect(scene.speech.requests.length).toBe(1);
    await scene.service.speak(id);
    expect(await heard(scene.played[1])).toEqual(live);
    expect(scene.speech.requests.length).toBe(1);
  });

  it('takes precedence over the rendering of others', async () => {
    const scene = await openEmpty();
    const end = scene.turns.beginLive();
    const id = scene.add('Spoken now.');
    scene.add('Rendered later.');
    await scene.clock.advance(1000);
    await scene.service.speak(id);
    await heard(scene.played[0]);
    end();
    await scene.until(isAllReady);
    expect(textsOf(scene.speech.requests)).toEqual(['Spoken now.', 'Rendered later.']);
  });

  it('is spoken by whoever is chosen when its voice is gone, and says what is wrong', async () => {
    const scene = await openEmpty();
    const id = scene.add('Hello.', { voiceId: 'mix-1' });
    const state = await scene.until(({ phrases }) => phrases[0]?.state.kind === 'failed');
    expect(state.phrases[0]?.state).toMatchObject({ code: 'unknown-voice' });
    expect(await scene.service.speak(id)).toMatchObject({ isReady: false });
    await heard(scene.played[0]);
    expect(scene.speech.requests).toMatchObject([{ voice: 'ivy', text: 'Hello.' }]);
    scene.voices.known.push('mix-1');
    scene.voicesChanged();
    await scene.until(isAllReady);
    expect(scene.speech.requests.at(-1)).toMatchObject({ voice: 'mix-1' });
  });

  it('keeps its rendering while its voice is gone', async () => {
    const scene = await openEmpty();
    scene.add('Hello.', { voiceId: 'rowan' });
    await scene.until(isAllReady);
    scene.voices.known = ['ivy'];
    scene.voicesChanged();
    await scene.until(({ phrases }) => phrases[0]?.state.kind === 'failed');
    scene.add('Meanwhile.');
    await scene.until(({ phrases }) => phrases[1]?.state.kind === 'ready');
    scene.voices.known.push('rowan');
    scene.voicesChanged();
    await scene.until(isAllReady);
    expect(textsOf(scene.speech.requests)).toEqual(['Hello.', 'Meanwhile.']);
  });

  it('does not wait for its voice to be measured: it is spoken nearly as it will be, and that is not kept', async () => {
    const scene = await openEmpty();
    scene.voices.measuring = new Promise(() => undefined);
    scene.voicesChanged();
    const id = scene.add('At once.');
    const speaking = scene.service.speak(id);
    await scene.clock.advance(30);
    expect(await speaking).toMatchObject({ isReady: false });
    expect((await heard(scene.played[0])).length).toBe('At once.'.length * 100);
    expect(scene.service.usage().entries).toBe(0);
  });

  it('was stopped in the middle: half of it is not kept', async () => {
    const scene = await openEmpty();
    scene.service.pauseRendering(true);
    const id = scene.add('One. Two. Three.');
    await scene.service.speak(id);
    for await (const item of scene.played[0]?.open(0, new AbortController().signal) ?? [])
      if (item.kind === 'audio') break;
    await scene.clock.advance(1000);
    expect(kinds(scene.service.state())).toEqual(['stale']);
    expect(scene.turns.isLive()).toBe(false);
  });
});

describe('slots', () => {
  const minutes = { kind: 'range', name: 'minutes', from: 5, to: 15, step: 5 } as const;

  it('are rendered for all their values; others are spoken live, and are nobody’s to remember', async () => {
    const scene = await openEmpty();
    const id = scene.add('Back in {minutes} minutes.', { slots: [minutes] });
    const [phrase] = (await scene.until(isAllReady)).phrases;
    expect(phrase).toMatchObject({ readyCount: 3, wantedCount: 3, combinationCount: 3 });
    expect(await scene.service.speak(id, { minutes: '10' })).toMatchObject({ isReady: true });
    expect(scene.played[0]?.text).toBe('Back in 10 minutes.');
    const asked = scene.speech.requests.length;
    await heard(scene.played[0]);
    expect(scene.speech.requests.length).toBe(asked);
    expect(await scene.service.speak(id, { minutes: '7' })).toMatchObject({ isReady: false });
    await heard(scene.played[1]);
    expect(scene.speech.requests.at(-1)?.text).toBe('Back in 7 minutes.');
    await scene.service.dispose();
    expect(await readFile(join(dataDir, 'phrase-uses.json'), 'utf8')).not.toContain('7 minutes');
  });

  it('must be filled, and must fit their text', async () => {
    const scene = await openEmpty();
    const id = scene.add('Back in {minutes} minutes.', { slots: [minutes] });
    await expect(scene.service.speak(id)).rejects.toMatchObject({ code: 'bad-input' });
    expect(scene.played).toEqual([]);
    expect(() => scene.add('Back in {hours}.', { slots: [minutes] })).toThrow(/no slot "hours"/);
    expect(() => scene.add('Back { soon')).toThrow(/partner/);
  });

  it('that take any text are live, never waiting', async () => {
    const scene = await openEmpty();
    const id = scene.add('Hello {who}.', { slots: [{ kind: 'text', name: 'who' }] });
    const state = await scene.until(isAllReady);
    expect(state.phrases[0]).toMatchObject({ state: { kind: 'live' }, wantedCount: 0 });
    expect(await scene.service.speak(id, { who: 'Ada' })).toMatchObject({ isReady: false });
  });
});

describe('a change of the sound', () => {
  async function twoReady(): Promise<Scene> {
    const scene = await openEmpty();
    scene.add('Whoever is chosen.');
    scene.add('Always Rowan.', { voiceId: 'rowan', styleId: 'calm' });
    await scene.until(isAllReady);
    scene.speech.requests.length = 0;
    return scene;
  }

  it('of the chosen voice touches exactly the phrases that follow it', async () => {
    const scene = await twoReady();
    scene.turns.beginLive();
    scene.voices.chosen = 'rowan';
    scene.voicesChanged();
    const state = await scene.until(({ phrases }) => phrases[0]?.state.kind !== 'ready');
    expect(state.phrases[1]?.state.kind).toBe('ready');
    expect(state.progress).toMatchObject({ total: 1, isWaiting: true });
  });

  it('is followed by a rendering of those, and the old one goes', async () => {
    const scene = await twoReady();
    scene.voices.chosen = 'rowan';
    scene.voicesChanged();
    await scene.until((state) => isAllReady(state) && scene.speech.requests.length > 0);
    expect(scene.speech.requests).toMatchObject([{ text: 'Whoever is chosen.', voice: 'rowan' }]);
    await scene.until(() => scene.service.usage().entries === 2);
  });

  it('that is taken back at once costs nothing', async () => {
    const scene = await twoReady();
    const end = scene.turns.beginLive();
    scene.voices.chosen = 'rowan';
    scene.voicesChanged();
    await scene.until(({ progress }) => progress !== null);
    scene.voices.chosen = 'ivy';
    scene.voicesChanged();
    await scene.until(isAllReady);
    end();
    await scene.clock.advance(1000);
    expect(scene.speech.requests).toEqual([]);
  });

  it('is heard with the next click, before anything was rendered', async () => {
    const scene = await twoReady();
    scene.voices.chosen = 'rowan';
    scene.voicesChanged();
    const [first] = scene.service.state().phrases;
    expect(await scene.service.speak(first?.id ?? '')).toMatchObject({ isReady: false });
    await heard(scene.played[0]);
    expect(scene.speech.requests).toMatchObject([{ voice: 'rowan' }]);
  });

  it('of loudness, pack, engine or dictionary touches all', async () => {
    const scene = await twoReady();
    scene.changeSettings({ targetLufs: -20 });
    await scene.until((state) => isAllReady(state) && scene.speech.requests.length === 2);
    scene.changeVersion('v2');
    await scene.until((state) => isAllReady(state) && scene.speech.requests.length === 4);
  });

  it('of what is not heard touches none', async () => {
    const scene = await twoReady();
    scene.changeSettings({ theme: 'dark' });
    const [first, second] = scene.service.state().phrases;
    if (first)
      scene.service.save(phraseDraftOf(first, { label: 'Label', hotkey: 'Control+Alt+F1' }), first.id);
    if (second) scene.service.move(second.id, second.groupId, 0);
    await scene.clock.advance(1000);
    expect(kinds(scene.service.state())).toEqual(['ready', 'ready']);
    await scene.clock.advance(1000);
    expect(scene.speech.requests).toEqual([]);
  });
});

describe('rendering in the background', () => {
  it('shows what failed and why, and renders it again when told to', async () => {
    const speech = createFakeSpeech();
    const scene = await openEmpty({ speech });
    speech.before = () => {
      throw new SottoError({ code: 'inference-failed', message: 'the model fell over' });
    };
    const id = scene.add('Fails.');
    const state = await scene.until(({ phrases }) => phrases[0]?.state.kind === 'failed');
    expect(state.phrases[0]?.state).toEqual({
      kind: 'failed',
      reason: 'the model fell over',
      code: 'inference-failed',
    });
    speech.before = () => undefined;
    scene.service.retry(id);
    await scene.until(isAllReady);
  });

  it('stops when there is no room, says so, and goes on when there is', async () => {
    const scene = await openEmpty({ limits: { maxBytes: 30_000 } });
    const first = scene.add('The first phrase that is long enough to take room. It goes on and on.');
    await scene.until(isAllReady);
    scene.add('The second one.');
    const state = await scene.until(({ phrases }) => phrases[1]?.state.kind === 'failed');
    expect(state.phrases[1]?.state).toMatchObject({ code: 'too-large' });
    expect(state.progress).toBeNull();
    const asked = scene.speech.requests.length;
    await scene.clock.advance(3_600_000);
    expect(scene.speech.requests.length).toBe(asked);
    scene.service.remove(first);
    await scene.until(isAllReady);
  });

  it('asks nothing of an engine that gave up, and goes on when it is back', async () => {
    const scene = await openEmpty();
    scene.engine('gave-up');
    scene.add('Later.');
    await scene.clock.advance(60_000);
    expect(scene.service.state().progress).toMatchObject({ isWaiting: true });
    expect(scene.speech.requests).toEqual([]);
    scene.engine('ready');
    await scene.until(isAllReady);
  });

  it('was cut off by a crash: what was ready is, the rest is rendered', async () => {
    const speech = createFakeSpeech();
    const scene = await openEmpty({ speech });
    speech.before = (item, { text }, signal) =>
      item.kind === 'audio' && text === 'Second.' ? untilAborted(signal) : undefined;
    scene.add('First.');
    scene.add('Second.');
    scene.add('Third.');
    await scene.until(({ phrases }) => phrases[1]?.state.kind === 'rendering');
    await scene.until(() => scene.service.usage().entries === 1);
    // The library is on the disk, and nothing is ended: a process that is killed ends nothing either.
    await scene.service.flush();
    const again = await open();
    await again.until(isAllReady);
    expect(again.service.state().phrases.map(({ text }) => text)).toEqual(['First.', 'Second.', 'Third.']);
    expect(textsOf(again.speech.requests)).toEqual(['Second.', 'Third.']);
  });

  it('finds a damaged rendering when it is spoken, speaks it live, and has it whole again', async () => {
    const scene = await openEmpty();
    const id = scene.add('To be damaged.');
    await scene.until(isAllReady);
    await scene.service.dispose();
    await rm(join(dataDir, 'phrase-renderings', 'content-v2'), { recursive: true });
    const again = await open({ limits: { hotBytes: 0 } });
    await again.service.speak(id);
    expect((await heard(again.played[0])).length).toBe('To be damaged.'.length * 100);
    await again.until(isAllReady);
    expect(again.service.usage().entries).toBe(1);
  });

  it('makes everything anew after it was cleared', async () => {
    const scene = await openEmpty();
    scene.add('Hello.');
    await scene.until(isAllReady);
    await scene.service.clearRenderings();
    expect(kinds(scene.service.state())).not.toEqual(['ready']);
    await scene.until(isAllReady);
    expect(scene.speech.requests.length).toBe(2);
  });
});

describe('hotkeys', () => {
  it('collide with those of other phrases and of the app, in any spelling', async () => {
    const scene = await openEmpty();
    const id = scene.add('One.', { hotkey: 'Ctrl+Alt+1' });
    expect(() => scene.add('Two.', { hotkey: 'alt+control+1' })).toThrow(/One\./);
    expect(() => scene.add('Two.', { hotkey: 'Control+Alt+Space' })).toThrow(/quickSpeak/);
    expect(() => scene.add('Two.', { hotkey: 'a' })).toThrow(/typing/);
    expect(() => scene.add('Two.', { hotkey: 'Hyper+X' })).toThrow(/no keyboard shortcut/);
    expect(scene.service.state().phrases.length).toBe(1);
    const own = scene.service.state().phrases[0];
    if (own) scene.service.save(phraseDraftOf(own, { text: 'One!' }), id);
    expect(scene.service.hotkeys()).toEqual([{ phraseId: id, accelerator: 'Ctrl+Alt+1' }]);
  });

  it('are told now, and when they change, but not when something else does', async () => {
    const scene = await openEmpty();
    const told: (readonly PhraseHotkey[])[] = [];
    const stop = scene.service.watchHotkeys((hotkeys) => told.push(hotkeys));
    scene.add('Without.');
    const id = scene.add('With.', { hotkey: 'Control+Alt+2' });
    scene.service.remove(id);
    stop();
    scene.add('Later.', { hotkey: 'Control+Alt+3' });
    expect(told).toEqual([[], [{ phraseId: id, accelerator: 'Control+Alt+2' }], []]);
  });
});

describe('import and export', () => {
  it('gives a file to take, and takes it back', async () => {
    const scene = await openEmpty();
    scene.add('Good morning.', { emoji: '☀️', hotkey: 'Control+Alt+M' });
    for (const format of ['json', 'csv'] as const) {
      const { downloadId, fileName } = await scene.service.export(format);
      expect(fileName).toBe(`sotto-phrases.${format}`);
      const text = await readFile(scene.downloads.find(downloadId)?.path ?? '', 'utf8');
      expect(scene.service.import(format, text)).toMatchObject({ added: 0, skipped: [{}] });
      const [phrase] = scene.service.state().phrases;
      scene.service.remove(phrase?.id ?? '');
      expect(scene.service.import(format, text)).toEqual({ added: 1, skipped: [], adjusted: [] });
    }
    expect(scene.service.state().phrases).toMatchObject([
      { text: 'Good morning.', emoji: '☀️', hotkey: 'Control+Alt+M' },
    ]);
    await scene.until(isAllReady);
    await scene.downloads.dispose();
  });

  it('is renderings’ beginning: what was imported is rendered', async () => {
    const scene = await openEmpty();
    scene.service.import('csv', 'text\nOne.\nTwo.\n');
    const state = await scene.until(isAllReady);
    expect(state.groups.map(({ name }) => name)).toEqual(['Group', 'Imported']);
    expect(textsOf(scene.speech.requests)).toEqual(['One.', 'Two.']);
  });
});

function phraseDraftOf(
  entry: PhrasesState['phrases'][number],
  change: Partial<PhrasesState['phrases'][number]>,
) {
  const { groupId, text, label, emoji, colour, hotkey, voiceId, styleId, slots, take } = {
    ...entry,
    ...change,
  };
  return phraseDraftSchema.parse({
    ...{ groupId, text, label, emoji, colour, hotkey, voiceId, styleId, slots, take },
  });
}
