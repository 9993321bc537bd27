import type { NarrationState } from '../../engine/shared/app/narration.js';
import type { PhrasesState } from '../../engine/shared/app/phrases.js';
import type { HotkeyState, MemoryPlan, Settings } from '../../engine/shared/app/settings.js';
import type { EngineState, HostInfo } from '../../engine/shared/app/system.js';
import type { VoiceEntry, VoicesState } from '../../engine/shared/app/voices.js';

const MB = 1024 * 1024;

function voice(
  id: string,
  name: string,
  gender: string,
  age: string,
  accent: string,
): Omit<VoiceEntry, 'mix'> {
  const language = id.startsWith('zh') ? 'zh' : 'en';
  return { id, name, packId: 'starter', language, accent, gender, age, isFavourite: id === 'en_isla' };
}

export const fakeVoices: VoicesState = {
  voices: [
    voice('en_ivy', 'Ivy', 'female', 'adult', 'American'),
    voice('en_rowan', 'Rowan', 'male', 'adult', 'American'),
    voice('en_callum', 'Callum', 'male', 'adult', 'Scottish'),
    voice('en_isla', 'Isla', 'female', 'young', 'Scottish'),
    voice('en_june', 'June', 'female', 'older', 'American'),
    voice('en_otto', 'Otto', 'male', 'young', 'American'),
    voice('zh_lian', 'Lian', 'female', 'adult', 'Mandarin'),
    voice('zh_wei', 'Wei', 'male', 'adult', 'Mandarin'),
    {
      ...voice('mix_1', 'Evening', 'female', 'adult', 'American'),
      mix: [
        { voice: 'en_ivy', weight: 0.6 },
        { voice: 'en_june', weight: 0.4 },
      ],
    },
  ],
  styles: [
    { id: 'neutral', name: 'neutral', isBuiltIn: true, base: 'neutral', controls: {} },
    { id: 'calm', name: 'calm', isBuiltIn: true, base: 'calm', controls: { lengthScale: 1.1 } },
    { id: 'lively', name: 'lively', isBuiltIn: true, base: 'lively', controls: { f0Range: 1.3 } },
    { id: 'whisper', name: 'whisper', isBuiltIn: true, base: 'whisper', controls: {} },
    {
      id: 'style_1',
      name: 'Bedtime',
      isBuiltIn: false,
      base: 'calm',
      controls: { lengthScale: 1.25, energyDb: -3 },
    },
  ],
  chosen: { voiceId: 'en_ivy', styleId: 'neutral', controls: {} },
};

export const fakeHotkeys: HotkeyState[] = [
  { action: 'quickSpeak', accelerator: 'CommandOrControl+Alt+Space', state: 'active', reason: '' },
  { action: 'speakSelection', accelerator: 'CommandOrControl+Alt+S', state: 'active', reason: '' },
  {
    action: 'speakClipboard',
    accelerator: 'CommandOrControl+Alt+V',
    state: 'refused',
    reason: 'another program has these keys',
  },
  { action: 'pauseResume', accelerator: 'CommandOrControl+Alt+P', state: 'active', reason: '' },
  { action: 'stop', accelerator: 'CommandOrControl+Alt+X', state: 'active', reason: '' },
];

export const fakeHostInfo: HostInfo = {
  version: '0.1.0',
  platform: 'linux',
  deviceMemoryBytes: 8192 * MB,
  capabilities: { globalHotkeys: true, tray: true, startWithSystem: true, selection: true, updates: false },
  locale: 'en-GB',
};

export const fakeEngine: EngineState = {
  kind: 'ready',
  reason: '',
  pid: 4711,
  restartCount: 0,
  rssBytes: 162 * MB,
  peakRssBytes: 206 * MB,
};

/** What a budget buys, roughly as the planner has it. */
export function fakePlan(budgetBytes: number | null): MemoryPlan {
  const budget = budgetBytes ?? 2048 * MB;
  const isSmall = budget < 512 * MB;
  return {
    budgetBytes: budget,
    deviceBytes: fakeHostInfo.deviceMemoryBytes,
    expectedBytes: Math.min(budget, 240 * MB),
    precision: isSmall ? 'fp16' : 'fp32',
    maxSegmentDurationMs: isSmall ? 2500 : 5000,
    packs: [
      {
        packId: 'starter',
        precision: isSmall ? 'fp16' : 'fp32',
        maxSegmentDurationMs: isSmall ? 2500 : 5000,
      },
    ],
    threads: 1,
    hotCacheBytes: isSmall ? 16 * MB : 64 * MB,
    residentPackCount: isSmall ? 1 : 2,
    reasons: isSmall
      ? [
          { code: 'segments-shortened', values: { maxSegmentDurationMs: 2500 } },
          { code: 'smaller-phrase-cache', values: { bytes: 16 * MB } },
        ]
      : [{ code: 'everything-fits', values: {} }],
  };
}

const plainPhrase = {
  groupId: 'group_1',
  label: '',
  hotkey: '',
  voiceId: null,
  styleId: null,
  slots: [],
  take: 0,
  readyCount: 1,
  wantedCount: 1,
  combinationCount: 1,
  durationMs: 1400,
};

export const fakePhrases: PhrasesState = {
  groups: [
    { id: 'group_1', name: 'Every day' },
    { id: 'group_2', name: 'Calls' },
  ],
  phrases: [
    {
      ...plainPhrase,
      id: 'phrase_1',
      text: 'Thank you very much.',
      emoji: '🙏',
      colour: 'teal',
      state: { kind: 'ready' },
    },
    {
      ...plainPhrase,
      id: 'phrase_2',
      text: 'Back in {minutes} minutes.',
      emoji: '⏱️',
      colour: 'amber',
      slots: [{ kind: 'range', name: 'minutes', from: 5, to: 30, step: 5 }],
      state: { kind: 'rendering' },
      readyCount: 2,
      wantedCount: 6,
      combinationCount: 6,
    },
    {
      ...plainPhrase,
      id: 'phrase_3',
      text: 'Could you say that again, please?',
      emoji: '',
      colour: 'blue',
      state: { kind: 'stale' },
      readyCount: 0,
    },
    {
      ...plainPhrase,
      id: 'phrase_4',
      groupId: 'group_2',
      text: 'I am listening, but I cannot speak right now.',
      emoji: '🎧',
      colour: 'rose',
      state: { kind: 'failed', reason: 'the engine stopped', code: 'engine-stopped' },
      readyCount: 0,
    },
  ],
  progress: { done: 3, total: 9, isWaiting: false, isPaused: false, remainingMs: 4000 },
  bytes: 3_400_000,
  maxBytes: 512 * MB,
};

const chapter = (title: string, progress: number) => ({
  title,
  characterCount: 18_200,
  state: progress === 1 ? ('ready' as const) : progress > 0 ? ('rendering' as const) : ('waiting' as const),
  progress,
  renderedMs: Math.round(1_200_000 * progress),
});

const plainItem = {
  error: null,
  listened: null,
  skipped: {},
  voiceId: 'en_ivy',
  styleId: 'neutral',
  bytes: 0,
};

export const fakeNarrations: NarrationState = {
  items: [
    {
      ...plainItem,
      id: 'item_1',
      fileName: 'the-time-machine.txt',
      title: 'The Time Machine',
      state: 'rendering',
      chapters: [chapter('I', 1), chapter('II', 0.4), chapter('III', 0), chapter('IV', 0)],
      progress: 0.35,
      remainingMs: 52_000,
      durationEstimateMs: 4_800_000,
      listened: { chapterIndex: 0, offsetMs: 312_000 },
      skipped: { 'unsupported-language': 42 },
      bytes: 41 * MB,
    },
    {
      ...plainItem,
      id: 'item_2',
      fileName: 'broken.srt',
      title: 'broken.srt',
      state: 'failed',
      error: {
        code: 'document-broken',
        message: 'broken.srt has no readable subtitles',
        next: 'Check the file, then add it again.',
      },
      chapters: [],
      progress: 0,
      remainingMs: null,
      durationEstimateMs: null,
    },
  ],
};

/** Defaults of the settings, with the first run done. */
export const fakeSettings: Partial<Settings> = { isFirstRunDone: true };

export const fakeRecents = [
  'The quick brown fox jumps over the lazy dog.',
  'Please remember to water the plants on Thursday.',
  '今天天气很好，我们去公园散步吧。',
].map((text, index) => ({ id: `recent_${index}`, text, spokenAtMs: 1_760_000_000_000 - index * 3_600_000 }));
