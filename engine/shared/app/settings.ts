import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { diffusionSettingsSchema } from '../contract.js';
import { controlsSchema, count, nothing } from '../schemas.js';

/** What a person can set, and what the memory budget buys. */

export const HOTKEY_ACTIONS = [
  'quickSpeak',
  'speakSelection',
  'speakClipboard',
  'pauseResume',
  'stop',
] as const;

const hotkeyAction = z.enum(HOTKEY_ACTIONS);

/** An Electron accelerator; empty for none. */
const accelerator = z.string().max(60);

export const MIN_BUDGET_BYTES = 256 * 1024 * 1024;

export const settingsSchema = z.object({
  language: z.enum(['system', 'en', 'zh-CN']).default('system'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Null: half of the device's memory, at most 2 GB. */
  memoryBudgetBytes: count.min(MIN_BUDGET_BYTES).nullable().default(null),
  backend: z.enum(['auto', 'cpu', 'cuda', 'dml', 'coreml', 'webgpu']).default('auto'),
  /** The engine's process ends after so long without work; null never. */
  idleUnloadMinutes: z.int().min(1).max(1440).nullable().default(10),
  /** Of the browser's device list; empty for the system's default. */
  outputDeviceId: z.string().default(''),
  /** Silence before the first sound, so that a sleeping Bluetooth device does not swallow a syllable. */
  wakePadMs: z.int().min(0).max(2000).default(0),
  targetLufs: z.number().min(-30).max(-10).default(-16),
  hotkeys: z.record(hotkeyAction, accelerator).default({
    quickSpeak: 'CommandOrControl+Alt+Space',
    speakSelection: 'CommandOrControl+Alt+S',
    speakClipboard: 'CommandOrControl+Alt+V',
    pauseResume: 'CommandOrControl+Alt+P',
    stop: 'CommandOrControl+Alt+X',
  }),
  startsWithSystem: z.boolean().default(false),
  keepsHistory: z.boolean().default(true),
  isFirstRunDone: z.boolean().default(false),
  isTrayNoticeShown: z.boolean().default(false),
  /** Who speaks, as chosen in the pickers. Null: the pack's default. */
  voiceId: z.string().nullable().default(null),
  styleId: z.string().nullable().default(null),
  controls: controlsSchema.default({}),
  /** Decodes every segment whole where windows only resemble it: the first sound comes later. */
  decodesExactly: z.boolean().default(false),
  /** How styles are drawn by packs that can; null keeps to the voice's own vector. */
  diffusion: diffusionSettingsSchema.nullable().default({}),
  /** Precision of a pack by its id, where the person and not the memory plan chose it. */
  packPrecisions: z.record(z.string(), z.string()).default({}),
  /** Empty: the system's way out. */
  downloadProxyUrl: z.string().max(500).default(''),
  /** An address that stands in for the model publisher's; empty: none. */
  downloadMirrorUrl: z.string().max(500).default(''),
  /** The person has read once what a recording may be used for. */
  hasSeenRecordingConsent: z.boolean().default(false),
  paragraphPauseMs: z.int().min(0).max(10_000).default(350),
  /** Where new versions are looked for; empty: nowhere. */
  updateFeedUrl: z.string().max(500).default(''),
});

type Fields = typeof settingsSchema.shape;
type PatchFields = { [Name in keyof Fields]: z.ZodExactOptional<ReturnType<Fields[Name]['unwrap']>> };

/** Names what is to change. It has no defaults, which zod would fill in for all that a patch leaves out. */
export const settingsPatchSchema = z.strictObject(
  Object.fromEntries(
    Object.entries<z.ZodDefault<z.ZodType>>(settingsSchema.shape).map(([name, field]) => [
      name,
      field.unwrap().exactOptional(),
    ]),
  ) as PatchFields,
);

/** What the memory budget buys. Reasons are codes, which the interface has words for. */
export const memoryPlanSchema = z.object({
  budgetBytes: count,
  deviceBytes: count,
  /** What the plan expects the engine to use at its peak. */
  expectedBytes: count,
  /** Of the pack that speaks, as are the segments. */
  precision: z.string(),
  maxSegmentDurationMs: count,
  /** What the budget buys each installed pack, whichever speaks. */
  packs: z.array(z.object({ packId: z.string(), precision: z.string(), maxSegmentDurationMs: count })),
  threads: count,
  /** Rendered phrases kept in memory. */
  hotCacheBytes: count,
  /** Packs that stay loaded side by side. */
  residentPackCount: count,
  reasons: z.array(
    z.object({
      code: z.enum([
        'everything-fits',
        'segments-shortened',
        'fewer-packs-resident',
        'smaller-precision',
        'smaller-phrase-cache',
        'fewer-threads',
        'budget-too-small',
        'pack-too-large',
      ]),
      values: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
});

const hotkeyState = z.object({
  action: z.string(),
  accelerator,
  state: z.enum(['active', 'off', 'conflict', 'refused', 'unavailable']),
  /** The other user of a conflict, or why the system refused. */
  reason: z.string(),
});

const storeUsage = z.object({
  id: z.enum([
    'history',
    'draft',
    'phrase-cache',
    'phrases',
    'narrations',
    'previews',
    'recorded-voices',
    'packs',
  ]),
  bytes: count,
  entries: count,
});

export const settingsCalls = {
  settingsWatch: event(nothing, settingsSchema),
  /** Changes what the patch names. @throws `bad-input`, `hotkey-conflict` */
  settingsChange: unary(z.strictObject({ patch: settingsPatchSchema }), settingsSchema),
  /** What a budget would buy, without changing anything. */
  planPreview: unary(z.strictObject({ budgetBytes: count.nullable() }), memoryPlanSchema),
  /** The plan in force: now, then after every change. */
  planWatch: event(nothing, memoryPlanSchema),
  /** Global hotkeys and those of phrases: now, then after every change. */
  hotkeysWatch: event(nothing, z.object({ hotkeys: z.array(hotkeyState) })),
  /** Told whenever a global hotkey is pressed, for the "press it now" check. */
  hotkeyPressed: event(nothing, z.object({ action: z.string() })),
  /** What is kept on this machine and how much room it takes. */
  privacyReport: unary(nothing, z.object({ stores: z.array(storeUsage), dataDir: z.string() })),
  privacyClear: unary(z.strictObject({ id: storeUsage.shape.id }), nothing),
} as const;

export type Settings = z.output<typeof settingsSchema>;
export type SettingsPatch = z.output<typeof settingsPatchSchema>;
export type HotkeyAction = z.output<typeof hotkeyAction>;
export type HotkeyState = z.output<typeof hotkeyState>;
export type MemoryPlan = z.output<typeof memoryPlanSchema>;
export type StoreUsage = z.output<typeof storeUsage>;
