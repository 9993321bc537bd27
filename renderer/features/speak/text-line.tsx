import { useDeferredValue, useMemo, type ReactNode } from 'react';
import { useHostState } from '../../host/index.js';
import { formatEstimate, useLanguage, useWords } from '../../i18n/index.js';
import { textFacts } from './text-facts.js';
import { speakWords } from './words.js';
import styles from './speak-view.module.css';

/** How long the text is, to read and to hear, and what the voice may have trouble with. */
export function TextLine({ text }: { readonly text: string }): ReactNode {
  const words = useWords(speakWords);
  const language = useLanguage();
  // Counting a book takes milliseconds: it may come after the letter that was typed.
  const counted = useDeferredValue(text);
  const facts = useMemo(() => textFacts(counted), [counted]);
  const hint = useHint(facts.language);
  if (facts.characterCount === 0) return <p className={styles.facts} />;
  const shown = [
    words('characters', {
      count: facts.characterCount,
      shown: new Intl.NumberFormat(language).format(facts.characterCount),
    }),
    facts.durationMs >= 1000 && words('about', { duration: formatEstimate(facts.durationMs, language) }),
    hint === undefined && facts.language && facts.language !== 'other' && words(facts.language),
  ];
  return (
    <p className={styles.facts}>
      {shown.filter(Boolean).join(' · ')}
      {hint !== undefined && <span className={styles.warning}>{hint}</span>}
    </p>
  );
}

function useHint(language: ReturnType<typeof textFacts>['language']): string | undefined {
  const words = useWords(speakWords);
  const state = useHostState('voicesWatch');
  const settings = useHostState('settingsWatch');
  if (language === 'other') return words('unreadable');
  // As long as nobody was chosen, each language of a text is spoken by a voice of its own.
  if (settings?.voiceId === null) return undefined;
  const voice = state?.voices.find(({ id }) => id === state.chosen.voiceId);
  if (!voice || (language !== 'en' && language !== 'zh') || voice.language === language) return undefined;
  return words(language === 'zh' ? 'voiceIsEnglish' : 'voiceIsMandarin', { name: voice.name });
}
