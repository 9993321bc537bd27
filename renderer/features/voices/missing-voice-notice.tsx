import { useEffect, useRef } from 'react';
import type { VoicesState } from '../../../engine/shared/app/voices.js';
import { useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useToasts } from '../../ui/index.js';
import { missingNames } from './missing-voice.js';
import { voicesWords } from './words.js';

/** Says once that the chosen voice went with its model, and who speaks now. */
export function MissingVoiceNotice(): null {
  const words = useWords(voicesWords);
  const toasts = useToasts();
  const state = useHostState('voicesWatch');
  const last = useRef<VoicesState>(undefined);
  useEffect(() => {
    if (state === undefined || state === last.current) return;
    const names = missingNames(state, last.current?.voices);
    const isNews = state.chosen.missingVoiceId !== last.current?.chosen.missingVoiceId;
    last.current = state;
    if (names !== undefined && isNews) toasts.info(words('voiceWent', { ...names }));
  }, [state, toasts, words]);
  return null;
}
