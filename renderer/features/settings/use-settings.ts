import { useCallback } from 'react';
import type { Settings, SettingsPatch } from '../../../engine/shared/app/settings.js';
import { useClient, useHostState, useSteeredValue } from '../../host/index.js';
import { useSettling } from '../../ui/index.js';

/** Changes settings; what the host refuses is shown. */
export function useChange(): (patch: SettingsPatch) => Promise<void> {
  const client = useClient();
  const settle = useSettling();
  return useCallback((patch) => settle(() => client.settingsChange({ patch })), [client, settle]);
}

/** The settings; undefined until the host has told. */
export function useSettings(): Settings | undefined {
  return useHostState('settingsWatch');
}

/** A setting that a slider moves. @param initial until the host has told */
export function useSteeredSetting<K extends keyof SettingsPatch>(
  name: K,
  initial: Settings[K],
): readonly [Settings[K], (value: Settings[K]) => void] {
  const settings = useSettings();
  const change = useChange();
  const send = useCallback((value: Settings[K]) => change({ [name]: value }), [change, name]);
  return useSteeredValue(settings === undefined ? initial : settings[name], send);
}
