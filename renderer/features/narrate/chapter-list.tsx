import { Play } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NarrationChapter, NarrationItem } from '../../../engine/shared/app/narration.js';
import { useClient, useHostState } from '../../host/index.js';
import { formatDuration, useWords } from '../../i18n/index.js';
import { IconButton, Progress, useAttempt } from '../../ui/index.js';
import { narrateWords } from './words.js';
import styles from './queue-item.module.css';

/** The chapters of a file, each with how far it is, to listen to. */
export function ChapterList({ item }: { readonly item: NarrationItem }): ReactNode {
  const words = useWords(narrateWords);
  const speech = useHostState('speechState');
  const narration = speech?.utterance?.narration;
  const isHeard = speech?.status === 'speaking' || speech?.status === 'paused';
  const playingIndex = isHeard && narration?.itemId === item.id ? narration.chapterIndex : undefined;
  return (
    <details className={styles.chapters}>
      <summary>{words('chapters', { count: item.chapters.length })}</summary>
      <ol className={styles.rows} aria-label={words('showChapters', { name: item.title })}>
        {item.chapters.map((chapter, index) => (
          <ChapterRow
            // Chapters are never put in another order, and titles may be equal.
            key={index}
            itemId={item.id}
            chapter={chapter}
            index={index}
            isPlaying={index === playingIndex}
          />
        ))}
      </ol>
    </details>
  );
}

interface ChapterRowProps {
  readonly itemId: string;
  readonly chapter: NarrationChapter;
  readonly index: number;
  readonly isPlaying: boolean;
}

function ChapterRow({ itemId, chapter, index, isPlaying }: ChapterRowProps): ReactNode {
  const words = useWords(narrateWords);
  const client = useClient();
  const attempt = useAttempt();
  const title = chapter.title === '' ? words('chapterNumber', { number: index + 1 }) : chapter.title;
  const play = (): void =>
    attempt(() => client.narrationPlay({ id: itemId, chapterIndex: index, offsetMs: 0 }));
  return (
    <li className={styles.row} data-playing={isPlaying ? '' : undefined}>
      <IconButton label={words('listenTo', { name: title })} disabled={chapter.progress === 0} onClick={play}>
        <Play aria-hidden />
      </IconButton>
      <span className={styles.title}>
        {title}
        {isPlaying && <span className="visually-hidden"> {words('nowPlaying')}</span>}
      </span>
      {chapter.state === 'ready' ? (
        <span />
      ) : (
        <Progress label={words('progressOf', { name: title })} value={chapter.progress} />
      )}
      <span className={styles.duration}>
        {chapter.renderedMs > 0 ? formatDuration(chapter.renderedMs) : ''}
      </span>
    </li>
  );
}
