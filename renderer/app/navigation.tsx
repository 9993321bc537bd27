import { AudioLines, BookOpen, Boxes, MessageSquareText, Settings, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.js';
import { VIEW_NAMES, type ViewName } from './view-name.js';
import { appWords } from './words.js';
import styles from './navigation.module.css';

const ICONS: Readonly<Record<ViewName, ReactNode>> = {
  speak: <AudioLines aria-hidden />,
  voices: <UsersRound aria-hidden />,
  models: <Boxes aria-hidden />,
  phrases: <MessageSquareText aria-hidden />,
  narrate: <BookOpen aria-hidden />,
  settings: <Settings aria-hidden />,
};

export interface NavigationProps {
  readonly view: ViewName;
  readonly onShow: (view: ViewName) => void;
}

/** The way between the views. */
export function Navigation({ view, onShow }: NavigationProps): ReactNode {
  const words = useWords(appWords);
  return (
    <nav className={styles.navigation} aria-label={words('views')}>
      {VIEW_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.entry}
          aria-current={name === view ? 'page' : undefined}
          onClick={() => onShow(name)}
        >
          {ICONS[name]}
          {words(name)}
        </button>
      ))}
    </nav>
  );
}
