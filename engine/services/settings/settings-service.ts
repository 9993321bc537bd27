import type { Settings, SettingsPatch } from '../../shared/app/settings.js';
import type { Unsubscribe } from '../../shared/transport.js';

/** What a person has set, kept in a file of their data folder. */
export interface SettingsService {
  get(): Settings;
  /** @throws SottoError `bad-input`, `hotkey-conflict` */
  change(patch: SettingsPatch): Promise<Settings>;
  /** Hears the settings now, then after every change. */
  watch(listener: (settings: Settings) => void): Unsubscribe;
}
