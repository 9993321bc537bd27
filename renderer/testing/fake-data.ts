import type { NarrationState } from '../../engine/shared/app/narration.js';
import type { PacksState } from '../../engine/shared/app/packs.js';
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
    ...['Ada', 'Ben', 'Cleo'].map((name) => ({
      ...voice(
        `styletts2-libritts/${name.toLowerCase()}`,
        name,
        name === 'Ben' ? 'male' : 'female',
        '',
        'American',
      ),
      packId: 'styletts2-libritts',
    })),
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

const apache = { name: 'Apache License 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };

const plainPack = {
  version: '1.0.0',
  licence: apache,
  isBuiltIn: false,
  isLoaded: false,
  takesRecordings: false,
  hasDiffusion: false,
  streamsWithinSentence: true,
  problem: null,
};

const plainTask = {
  kind: 'download' as const,
  totalBytes: 92 * MB,
  bytesPerSecond: null,
  remainingMs: null,
  retryInMs: null,
  error: null,
  hasSource: true,
  findings: [],
};

export const fakePacks: PacksState = {
  installed: [
    {
      ...plainPack,
      id: 'starter',
      name: 'Sotto Starter',
      licence: { name: 'CC0-1.0', url: '' },
      source: 'trained from scratch, see models/README.md',
      family: 'split',
      languages: ['en', 'zh'],
      voiceCount: 8,
      precisions: [{ name: 'fp32', bytes: 14 * MB }],
      precision: 'fp32',
      diskBytes: 14 * MB,
      isBuiltIn: true,
      isLoaded: true,
    },
    {
      ...plainPack,
      id: 'styletts2-libritts',
      name: 'StyleTTS2 LibriTTS',
      licence: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      source: 'https://huggingface.co/yl4579/StyleTTS2-LibriTTS',
      family: 'staged',
      languages: ['en'],
      voiceCount: 4,
      precisions: [
        { name: 'fp32', bytes: 560 * MB },
        { name: 'fp16', bytes: 284 * MB },
        { name: 'int8', bytes: 161 * MB },
      ],
      precision: 'fp16',
      diskBytes: 1005 * MB,
      takesRecordings: true,
      hasDiffusion: true,
    },
    {
      ...plainPack,
      id: 'kitten-nano-0.2',
      name: 'KittenTTS nano 0.2',
      source: 'https://huggingface.co/KittenML/kitten-tts-nano-0.2',
      family: 'single',
      languages: ['en'],
      voiceCount: 8,
      precisions: [{ name: 'int8', bytes: 23 * MB }],
      precision: 'int8',
      diskBytes: 25 * MB,
      streamsWithinSentence: false,
      problem: {
        code: 'pack-corrupt',
        message: 'model.onnx of KittenTTS nano 0.2 is not the file that was installed',
        next: 'Remove the model and get it again.',
      },
    },
  ],
  catalogue: [
    {
      id: 'kokoro-82m-v1.0',
      name: { en: 'Kokoro 82M v1.0', 'zh-CN': 'Kokoro 82M v1.0' },
      about: {
        en: 'Natural voices with much variety, and the best known open model of its size. Slower than the starter voice.',
        'zh-CN': '音色自然、种类丰富，是同等大小中最知名的开放模型。比自带声音慢。',
      },
      languages: ['en', 'zh'],
      voiceCount: 36,
      licence: apache,
      pageUrl: 'https://huggingface.co/onnx-community/Kokoro-82M-v1.0-ONNX',
      variants: [
        { precision: 'fp32', downloadBytes: 338 * MB, isVerifiable: true },
        { precision: 'fp16', downloadBytes: 176 * MB, isVerifiable: true },
        { precision: 'int8', downloadBytes: 105 * MB, isVerifiable: true },
      ],
      installedPackId: null,
    },
    {
      id: 'kitten-nano-0.1',
      name: { en: 'KittenTTS nano 0.1', 'zh-CN': 'KittenTTS nano 0.1' },
      about: {
        en: 'The first KittenTTS, with eight English voices.',
        'zh-CN': '第一版 KittenTTS，八种英语声音。',
      },
      languages: ['en'],
      voiceCount: 8,
      licence: apache,
      pageUrl: 'https://huggingface.co/KittenML/kitten-tts-nano-0.1',
      variants: [{ precision: 'int8', downloadBytes: null, isVerifiable: false }],
      installedPackId: null,
    },
    {
      id: 'kitten-nano-0.2',
      name: { en: 'KittenTTS nano 0.2', 'zh-CN': 'KittenTTS nano 0.2' },
      about: {
        en: 'Small and quick, with eight English voices.',
        'zh-CN': '小巧快速，八种英语声音。',
      },
      languages: ['en'],
      voiceCount: 8,
      licence: apache,
      pageUrl: 'https://huggingface.co/KittenML/kitten-tts-nano-0.2',
      variants: [{ precision: 'int8', downloadBytes: 25 * MB, isVerifiable: true }],
      installedPackId: 'kitten-nano-0.2',
    },
  ],
  tasks: [
    {
      ...plainTask,
      id: 'task_1',
      name: 'Kokoro 82M v1.1-zh',
      state: 'running',
      doneBytes: 31 * MB,
      bytesPerSecond: 2_517_000,
      remainingMs: 26_000,
    },
    {
      ...plainTask,
      id: 'task_2',
      name: 'KittenTTS mini 0.8',
      state: 'waiting',
      doneBytes: 12 * MB,
      retryInMs: 12_000,
    },
    {
      ...plainTask,
      id: 'task_3',
      kind: 'import',
      name: 'my-kokoro.zip',
      state: 'failed',
      doneBytes: 0,
      totalBytes: null,
      error: {
        code: 'pack-refused',
        message: 'there is a model, but no voices for it',
        kept: 'nothing was imported',
        next: 'put the folder "voices" of the release beside the model, and import it again',
      },
      findings: [
        {
          level: 'recognised',
          code: 'model',
          values: { precision: 'fp32', file: 'onnx/model.onnx' },
          text: 'the model in fp32: onnx/model.onnx',
        },
        {
          level: 'left-out',
          code: 'precision-duplicate',
          values: { file: 'onnx/model_q8f16.onnx', kept: 'onnx/model_quantized.onnx', precision: 'int8' },
          text: 'onnx/model_q8f16.onnx is left out: onnx/model_quantized.onnx is of the same precision, int8',
        },
        {
          level: 'missing',
          code: 'durations',
          values: {},
          text: 'the model does not tell how long its sounds last: words are not shown as they are spoken',
        },
        {
          level: 'refused',
          code: 'voices-missing',
          values: {},
          text: 'there is a model, but no voices for it',
        },
      ],
    },
  ],
  recorded: [],
  freeDiskBytes: 81 * 1024 * MB,
};
