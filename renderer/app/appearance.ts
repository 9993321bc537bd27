import i18next from 'i18next';
import { useEffect } from 'react';
import type { Settings } from '../../engine/shared/app/settings.js';
import { chooseLanguage } from '../i18n/index.js';

/** Follows the settings of language and theme. */
export function useAppearance(settings: Settings | undefined): void {
  const language = chooseLanguage(settings?.language ?? 'system', navigator.language);
  const theme = settings?.theme ?? 'system';
  useEffect(() => {
    document.documentElement.lang = language;
    void i18next.changeLanguage(language);
  }, [language]);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
