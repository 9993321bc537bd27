import { Check, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import { useClient, useHostState } from '../../host/index.js';
import { useLanguage, useWords } from '../../i18n/index.js';
import { classes, useAttempt } from '../../ui/index.js';
import { useVoiceWords } from '../voices/index.js';
import { firstRunWords } from './words.js';
import styles from './first-run.module.css';

const SHOWN_COUNT = 6;

/** A few voices, those of the person's language first; choosing one is hearing it. */
export function VoiceStep(): ReactNode {
  const words = useWords(firstRunWords);
  const { detail } = useVoiceWords();
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const state = useHostState('voicesWatch');
  const voices = state?.voices ?? [];
  const choose = async (voiceId: string): Promise<void> => {
    await client.voiceChoose({ voiceId });
    await client.voicePreview({ manner: { voiceId } });
  };
  return (
    <>
      <p>{words('voiceText')}</p>
      <div className={styles.voices} role="group" aria-label={words('voiceTitle')}>
        {ownLanguageFirst(voices, language === 'zh-CN' ? 'zh' : 'en').map((voice) => {
          const isChosen = voice.id === state?.chosen.voiceId;
          return (
            <button
              key={voice.id}
              type="button"
              aria-pressed={isChosen}
              className={classes(styles.voice, isChosen && styles.chosen)}
              onClick={() => attempt(() => choose(voice.id))}
            >
              <span className={styles.name}>
                {voice.name}
                {isChosen ? <Check aria-hidden /> : <Play aria-hidden />}
              </span>
              <span className={styles.detail}>{detail(voice, voices)}</span>
            </button>
          );
        })}
      </div>
      <p className={styles.detail}>{words('voiceMore')}</p>
    </>
  );
}

function ownLanguageFirst(
  voices: readonly VoiceEntry[],
  language: VoiceEntry['language'],
): readonly VoiceEntry[] {
  const own = voices.filter((voice) => voice.language === language);
  const other = voices.filter((voice) => voice.language !== language);
  // One place at least is for the other language: it is heard that there is one.
  return [...own.slice(0, SHOWN_COUNT - 1), ...other].slice(0, SHOWN_COUNT);
}
