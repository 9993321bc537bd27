import type { ReactNode } from 'react';
import { useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Switch } from '../../ui/index.js';
import { Box, Hint, Section } from './section.js';
import { useChange, useSettings } from './use-settings.js';
import { settingsWords } from './words.js';

/** When Sotto starts, and where it is while no window is open. */
export function StartSection(): ReactNode {
  const words = useWords(settingsWords);
  const capabilities = useHostInfo()?.capabilities;
  const settings = useSettings();
  const change = useChange();
  if (capabilities === undefined || settings === undefined) return null;
  return (
    <Section title={words('start')}>
      <Box>
        <Switch
          label={words('startsWithSystem')}
          hint={
            capabilities.startWithSystem
              ? words('startsWithSystemHint')
              : words('unavailableHere', { reason: words('startUnavailable') })
          }
          isOn={capabilities.startWithSystem && settings.startsWithSystem}
          isDisabled={!capabilities.startWithSystem}
          onChange={(startsWithSystem) => void change({ startsWithSystem })}
        />
        <Hint>{words(capabilities.tray ? 'trayHint' : 'trayNone')}</Hint>
      </Box>
    </Section>
  );
}
