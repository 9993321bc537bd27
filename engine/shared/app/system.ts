import { z } from 'zod';
import { event, unary } from '../contract-kinds.js';
import { backend } from '../contract.js';
import { count, nothing } from '../schemas.js';

/** The host, the engine's process and what a person reports when something is wrong. */

const engineEndCode = z.enum(['slow-start', 'no-answer']);

const engineState = z.object({
  kind: z.enum(['idle', 'starting', 'ready', 'died', 'gave-up']),
  /** Why it stopped; empty while all is well. */
  reason: z.string(),
  /** Set where it was ended because of how it behaved, for an interface that has its own words. */
  reasonCode: engineEndCode.exactOptional(),
  pid: count.nullable(),
  restartCount: count,
  /** Measured now and then while it runs; null while it does not. */
  rssBytes: count.nullable(),
  peakRssBytes: count.nullable(),
  /** Name of the model that is on its way into memory; a speech that is asked for meanwhile waits for it. */
  loadingModel: z.string().exactOptional(),
});

const hostInfo = z.object({
  version: z.string(),
  /** As Node names it: accelerators and words differ. */
  platform: z.string(),
  deviceMemoryBytes: count,
  capabilities: z.object({
    globalHotkeys: z.boolean(),
    tray: z.boolean(),
    startWithSystem: z.boolean(),
    selection: z.boolean(),
    updates: z.boolean(),
  }),
  /** The system's language, BCP 47. */
  locale: z.string(),
});

/** What a host tells its windows to do: from the tray, a menu, a hotkey or the command line. */
const appCommand = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open-view'),
    view: z.enum(['speak', 'voices', 'models', 'phrases', 'narrate', 'settings']),
  }),
  z.object({ kind: z.literal('quick-speak') }),
  z.object({ kind: z.literal('tray-notice') }),
]);

export const systemCalls = {
  hostInfo: unary(nothing, hostInfo),
  engineWatch: event(nothing, engineState),
  /** Starts the engine again after it gave up. */
  engineRestart: unary(nothing, nothing),
  /** Ends the engine's process to free its memory; it starts again when it is needed. */
  engineUnload: unary(nothing, nothing),
  /** Every backend with its state and reason; with `probe` each is really tried. */
  backends: unary(z.strictObject({ probe: z.boolean() }), z.object({ backends: z.array(backend) })),
  /** Everything that helps to find a fault, as text to copy; nothing of the person's texts. */
  diagnostics: unary(nothing, z.object({ text: z.string() })),
  appCommands: event(nothing, appCommand),
  /** The quick-speak window is done with. */
  quickClose: unary(nothing, nothing),
} as const;

export type EngineEndCode = z.output<typeof engineEndCode>;
export type EngineState = z.output<typeof engineState>;
export type HostInfo = z.output<typeof hostInfo>;
export type AppCommand = z.output<typeof appCommand>;
