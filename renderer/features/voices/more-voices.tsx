import { Boxes } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../../i18n/index.js';
import { voicesWords } from './words.js';
import styles from './voice-picker.module.css';

/** The way to models with other voices. */
export function MoreVoices(): ReactNode {
  const words = useWords(voicesWords);
  return (
    <a className={styles.more} href="#models">
      <Boxes aria-hidden />
      {words('moreVoices')}
    </a>
  );
}
