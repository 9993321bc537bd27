import type { ReactNode } from 'react';
import { useWords } from '../../i18n/index.js';
import { Select } from '../../ui/index.js';
import { Box, Section } from './section.js';
import { useChange, useSettings } from './use-settings.js';
import { settingsWords } from './words.js';

/** Language and theme. */
export function AppearanceSection(): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  const change = useChange();
  if (settings === undefined) return null;
  return (
    <Section title={words('appearance')}>
      <Box>
        <Select
          label={words('language')}
          value={settings.language}
          options={[
            { value: 'system', label: words('languageSystem') },
            { value: 'en', label: words('english') },
            { value: 'zh-CN', label: words('chinese') },
          ]}
          onChange={(language) => void change({ language })}
        />
        <Select
          label={words('theme')}
          value={settings.theme}
          options={[
            { value: 'system', label: words('themeSystem') },
            { value: 'light', label: words('themeLight') },
            { value: 'dark', label: words('themeDark') },
          ]}
          onChange={(theme) => void change({ theme })}
        />
      </Box>
    </Section>
  );
}
