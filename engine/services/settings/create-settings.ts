import { z } from 'zod';
import {
  HOTKEY_ACTIONS,
  settingsPatchSchema,
  settingsSchema,
  type Settings,
  type SettingsPatch,
} from '../../shared/app/settings.js';
import type { AppContract } from '../../shared/app-contract.js';
import { isSafeGlobally, normaliseAccelerator, parseAccelerator } from '../../shared/accelerator.js';
import { SottoError } from '../../shared/errors.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { JsonStore } from '../json-store.js';
import { Listeners } from '../../shared/listeners.js';
import type { SettingsService } from './settings-service.js';

export interface SettingsOptions {
  readonly store: JsonStore<Settings>;
  /** As Node names it: some spellings of a shortcut mean the same keys on one platform alone. */
  readonly platform: string;
  /** Shortcuts that something else than the settings uses, with its name: they are taken. */
  readonly otherHotkeys?: () => readonly { readonly accelerator: string; readonly name: string }[];
}

/** What a person starts with. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

/** Creates the settings over their file. */
export function createSettingsService(options: SettingsOptions): SettingsService {
  const { store } = options;
  const listeners = new Listeners<Settings>();
  return {
    get: () => store.get(),
    async change(patch) {
      const settings = { ...store.get(), ...checked(patch) };
      if (patch.hotkeys) checkHotkeys(settings.hotkeys, options);
      store.set(settings);
      listeners.tell(settings);
      await store.flush();
      return settings;
    },
    watch(listener) {
      listener(store.get());
      return listeners.add(listener);
    },
  };
}

function checked(patch: SettingsPatch): SettingsPatch {
  const parsed = settingsPatchSchema.safeParse(patch);
  if (parsed.success) return parsed.data;
  throw new SottoError({
    code: 'bad-input',
    message: `this cannot be set: ${z.prettifyError(parsed.error)}`,
    kept: 'the settings are as they were',
  });
}

/** @throws SottoError `bad-input` for what is no shortcut, `hotkey-conflict` for keys that are taken */
function checkHotkeys(hotkeys: Settings['hotkeys'], { platform, otherHotkeys }: SettingsOptions): void {
  const users = new Map<string, string>();
  for (const { accelerator, name } of otherHotkeys?.() ?? []) {
    const keys = normaliseAccelerator(accelerator, platform);
    if (keys !== undefined) users.set(keys, name);
  }
  for (const action of HOTKEY_ACTIONS) {
    const text = hotkeys[action];
    if (text === '') continue;
    const accelerator = parseAccelerator(text);
    if (!accelerator || !isSafeGlobally(accelerator))
      throw new SottoError({
        code: 'bad-input',
        message: accelerator
          ? `"${text}" would take what people type from every other program`
          : `"${text}" is no shortcut`,
        kept: 'the settings are as they were',
        next: 'hold Control, Alt or Command together with one other key',
        details: { action },
      });
    const keys = normaliseAccelerator(text, platform) ?? text;
    const user = users.get(keys);
    if (user !== undefined)
      throw new SottoError({
        code: 'hotkey-conflict',
        message: `"${text}" is used by ${user} already`,
        kept: 'the settings are as they were',
        next: 'choose other keys, or take them from the other first',
        details: { action, user },
      });
    users.set(keys, action);
  }
}

/** The calls of a window that concern settings. */
export function settingsHandlers(
  settings: SettingsService,
): Pick<Handlers<AppContract>, 'settingsWatch' | 'settingsChange'> {
  return {
    settingsWatch: (_, tell) => settings.watch(tell),
    settingsChange: ({ patch }) => settings.change(patch),
  };
}
