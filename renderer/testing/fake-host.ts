import { appContract } from '../../engine/shared/app-contract.js';
import type { AppContract } from '../../engine/shared/app-contract.js';
import type { HostBridge } from '../../engine/shared/bridge.js';
import { settingsSchema, type Settings } from '../../engine/shared/app/settings.js';
import type { AppCommand } from '../../engine/shared/app/system.js';
import type { PacksState } from '../../engine/shared/app/packs.js';
import type { VoicesState } from '../../engine/shared/app/voices.js';
import { handlerDoubles } from '../../engine/shared/testing/handler-doubles.js';
import { outcomeOf } from '../../engine/shared/outcome.js';
import { serve, type Handlers } from '../../engine/shared/rpc-server.js';
import { createMemoryPortPair } from '../../engine/shared/transport.js';
import {
  fakeEngine,
  fakeHostInfo,
  fakeHotkeys,
  fakeNarrations,
  fakePacks,
  fakePhrases,
  fakePlan,
  fakeRecents,
  fakeSettings,
  fakeVoices,
} from './fake-data.js';
import { FakeSpeech } from './fake-speech.js';
import { ToldState } from './told-state.js';

/** What a script may change of a fake host, to see how the windows show it. */
export interface FakeHost {
  readonly bridge: HostBridge<File>;
  readonly speech: FakeSpeech;
  readonly settings: ToldState<Settings>;
  readonly voices: ToldState<VoicesState>;
  readonly packs: ToldState<PacksState>;
  readonly engine: ToldState<typeof fakeEngine>;
  readonly hostInfo: ToldState<typeof fakeHostInfo>;
  readonly phrases: ToldState<typeof fakePhrases>;
  readonly narrations: ToldState<typeof fakeNarrations>;
  readonly recents: ToldState<typeof fakeRecents>;
  readonly draft: ToldState<string>;
  readonly commands: ToldState<AppCommand | undefined>;
  readonly pressedHotkey: ToldState<string>;
}

/**
 * A host within the page, for looking at a window without one: its calls answer like the real ones as far as a view
 * needs it, and what no view has needed yet refuses as `unavailable-here`.
 */
export function createFakeHost(): FakeHost {
  const speech = new FakeSpeech();
  const state = {
    speech,
    settings: new ToldState<Settings>(settingsSchema.parse(fakeSettings)),
    voices: new ToldState(fakeVoices),
    packs: new ToldState(fakePacks),
    engine: new ToldState(fakeEngine),
    hostInfo: new ToldState(fakeHostInfo),
    phrases: new ToldState(fakePhrases),
    narrations: new ToldState(fakeNarrations),
    recents: new ToldState(fakeRecents),
    draft: new ToldState(''),
    commands: new ToldState<AppCommand | undefined>(undefined),
    pressedHotkey: new ToldState(''),
  };
  const handlers = handlerDoubles(appContract, {
    ...speechHandlers(state),
    ...voicesHandlers(state),
    ...packsHandlers(state),
    ...settingsHandlers(state),
    hostInfo: () => state.hostInfo.value,
    engineWatch: (_, tell) => state.engine.watch(tell),
    engineRestart: () => {
      state.engine.patch({ kind: 'starting', reason: '' });
      setTimeout(() => state.engine.patch({ kind: 'ready' }), 800);
      return {};
    },
    engineUnload: () => {
      state.engine.patch({ kind: 'idle', pid: null, rssBytes: null });
      return {};
    },
    diagnostics: () => ({ text: 'Sotto 0.1.0 on a fake host' }),
    appCommands: (_, tell) =>
      state.commands.watch((command) => {
        if (command) tell(command);
      }),
    quickClose: () => ({}),
    phrasesWatch: (_, tell) => state.phrases.watch(tell),
    narrationWatch: (_, tell) => state.narrations.watch(tell),
    narrationAdd: ({ fileIds }) => ({ itemIds: fileIds }),
  } satisfies Partial<Handlers<AppContract>>);
  return { ...state, bridge: bridgeTo(handlers) };
}

function bridgeTo(handlers: Handlers<AppContract>): HostBridge<File> {
  return {
    connect() {
      const [window, host] = createMemoryPortPair();
      serve(appContract, handlers, host);
      return Promise.resolve(window);
    },
    /** No line comes: nothing sounds. */
    connectPlayer: () => undefined,
    sendFiles: (files) =>
      outcomeOf(() =>
        Promise.resolve(files.map(({ name }, index) => ({ fileId: `file_${index}`, fileName: name }))),
      ),
    saveDownload: () => outcomeOf(() => Promise.resolve(true)),
  };
}

type State = Omit<FakeHost, 'bridge'>;

function speechHandlers({ speech, draft, recents }: State): Partial<Handlers<AppContract>> {
  return {
    speechStart: ({ text, startOffset, origin }) => {
      const others = recents.value.filter((one) => one.text !== text);
      recents.set([{ id: `recent_${text.length}`, text, spokenAtMs: Date.now() }, ...others]);
      return speech.start(text, startOffset, origin);
    },
    speechPause: () => done(() => speech.pause()),
    speechResume: () => done(() => speech.resume()),
    speechStop: () => done(() => speech.stop()),
    speechSeek: (target) => done(() => speech.seek(target.to === 'offset' ? target.offset : target.to)),
    speechMute: ({ isMuted }) => done(() => speech.state.patch({ isMuted })),
    speechState: (_, tell) => speech.state.watch(tell),
    speechTimeline: (_, tell) => speech.watchTimeline(tell),
    speechPosition: (_, tell) => speech.watchPosition(tell),
    draftGet: () => ({ text: draft.value }),
    draftSet: ({ text }) => done(() => draft.set(text)),
    recentWatch: (_, tell) => recents.watch((items) => tell({ items })),
    recentRemove: ({ id }) => done(() => recents.set(recents.value.filter((one) => one.id !== id))),
  };
}

function voicesHandlers({ voices, speech }: State): Partial<Handlers<AppContract>> {
  return {
    voicesWatch: (_, tell) => voices.watch(tell),
    voiceChoose: ({ voiceId, styleId, controls }) => {
      const { chosen } = voices.value;
      voices.patch({
        chosen: {
          voiceId: voiceId ?? chosen.voiceId,
          styleId: styleId ?? chosen.styleId,
          controls: controls ?? (styleId === undefined ? chosen.controls : {}),
        },
      });
      return {};
    },
    voiceFavourite: ({ voiceId, isFavourite }) =>
      done(() =>
        voices.patch({
          voices: voices.value.voices.map((one) => (one.id === voiceId ? { ...one, isFavourite } : one)),
        }),
      ),
    voicePreview: () => done(() => speech.start('This is how I sound.', 0, 'preview')),
  };
}

function packsHandlers({ packs, settings, voices }: State): Partial<Handlers<AppContract>> {
  const changeTask = (taskId: string, fields: Partial<PacksState['tasks'][number]>): void =>
    packs.patch({
      tasks: packs.value.tasks.map((one) => (one.id === taskId ? { ...one, ...fields } : one)),
    });
  return {
    packsWatch: (_, tell) => packs.watch(tell),
    packsLook: () => ({}),
    packTaskPause: ({ taskId }) => done(() => changeTask(taskId, { state: 'paused' })),
    packTaskResume: ({ taskId }) => done(() => changeTask(taskId, { state: 'running', error: null })),
    packTaskRemove: ({ taskId }) =>
      done(() => packs.patch({ tasks: packs.value.tasks.filter(({ id }) => id !== taskId) })),
    packRemove: ({ packId }) =>
      done(() => packs.patch({ installed: packs.value.installed.filter(({ id }) => id !== packId) })),
    packSetPrecision: ({ packId, precision }) => {
      const others = Object.entries(settings.value.packPrecisions).filter(([id]) => id !== packId);
      const all = precision === null ? others : [...others, [packId, precision] as const];
      settings.patch({ packPrecisions: Object.fromEntries(all) });
      return {};
    },
    recordingMakeVoice: ({ name, packId, language }) => {
      const id = `${packId}/own-${packs.value.recorded.length}`;
      packs.patch({ recorded: [...packs.value.recorded, { id, name, packId, language }] });
      voices.patch({
        voices: [
          ...voices.value.voices,
          { id, name, packId, language, accent: '', gender: '', age: '', isFavourite: false },
        ],
      });
      return {
        voiceId: id,
        findings: [{ level: 'warning', code: 'quiet', values: { levelDbfs: -38, gainDb: 15 } }],
      };
    },
    recordingRemoveVoice: ({ voiceId }) =>
      done(() => {
        packs.patch({ recorded: packs.value.recorded.filter(({ id }) => id !== voiceId) });
        voices.patch({ voices: voices.value.voices.filter(({ id }) => id !== voiceId) });
      }),
  };
}

function settingsHandlers({ settings, pressedHotkey }: State): Partial<Handlers<AppContract>> {
  const plan = new ToldState(fakePlan(null));
  return {
    settingsWatch: (_, tell) => settings.watch(tell),
    settingsChange: ({ patch }) => {
      settings.patch(patch);
      plan.set(fakePlan(settings.value.memoryBudgetBytes));
      return settings.value;
    },
    planPreview: ({ budgetBytes }) => fakePlan(budgetBytes),
    planWatch: (_, tell) => plan.watch(tell),
    hotkeysWatch: (_, tell) =>
      settings.watch(({ hotkeys }) =>
        tell({
          hotkeys: fakeHotkeys.map((one) => ({
            ...one,
            accelerator: hotkeys[one.action as keyof typeof hotkeys],
          })),
        }),
      ),
    hotkeyPressed: (_, tell) =>
      pressedHotkey.watch((action) => {
        if (action !== '') tell({ action });
      }),
    privacyReport: () => ({
      stores: [
        { id: 'history', bytes: 1200, entries: 3 },
        { id: 'phrase-cache', bytes: 3_400_000, entries: 120 },
      ],
      dataDir: '/home/ada/.local/share/sotto',
    }),
    privacyClear: () => ({}),
  };
}

/** The answer of a call that only does something. */
function done(effect: () => void): Record<string, never> {
  effect();
  return {};
}
