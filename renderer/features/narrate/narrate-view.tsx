import { BookOpen, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { NarrationItem } from '../../../engine/shared/app/narration.js';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { EmptyState, FileButton, FileDrop, Progress, useAttempt, View } from '../../ui/index.js';
import { indexAfterDrop, indexAfterStep } from '../../ui/sorting/index.js';
import { FollowAlong } from './follow-along.js';
import { QueueItem } from './queue-item.js';
import { useIntake } from './use-intake.js';
import { narrateWords } from './words.js';
import styles from './narrate-view.module.css';

/** A hint to the file picker; what can be read is the host's to say. */
const ACCEPTED_FILES = '.txt,.md,.markdown,.html,.htm,.xhtml,.srt,.vtt,text/*';

/** Files that are read aloud. */
export function NarrateView(): ReactNode {
  const words = useWords(narrateWords);
  const items = useHostState('narrationWatch')?.items;
  const intake = useIntake();
  if (items === undefined) return null;
  return (
    <View
      title={words('narrate')}
      actions={
        <FileButton
          kind="primary"
          accept={ACCEPTED_FILES}
          isMultiple
          icon={<Plus aria-hidden />}
          onFiles={intake.take}
        >
          {words('addFiles')}
        </FileButton>
      }
    >
      <FileDrop label={words('dropHere')} onFiles={intake.take} />
      {intake.sending !== undefined && <Sending {...intake.sending} />}
      {items.length === 0 ? (
        <EmptyState icon={<BookOpen aria-hidden />} title={words('emptyTitle')}>
          <p className={styles.emptyText}>{words('emptyText')}</p>
        </EmptyState>
      ) : (
        <div className={styles.columns}>
          <Queue items={items} />
          <div className={styles.follow}>
            <FollowAlong />
          </div>
        </div>
      )}
    </View>
  );
}

function Sending({
  name,
  done,
  total,
}: {
  readonly name: string;
  readonly done: number;
  readonly total: number;
}): ReactNode {
  const words = useWords(narrateWords);
  const label = words('sending', { name, done: done + 1, total });
  return (
    <div className={styles.sending} role="status">
      <span>{label}</span>
      <Progress label={label} value={done / total} />
    </div>
  );
}

function Queue({ items }: { readonly items: readonly NarrationItem[] }): ReactNode {
  const words = useWords(narrateWords);
  const client = useClient();
  const attempt = useAttempt();
  const [announcement, setAnnouncement] = useState('');
  const ids = items.map(({ id }) => id);
  const move = (id: string, index: number): void => {
    const name = items.find((item) => item.id === id)?.title ?? '';
    attempt(async () => {
      await client.narrationMove({ id, index });
      setAnnouncement(words('moved', { name, place: index + 1, count: items.length }));
    });
  };
  return (
    <>
      <ol className={styles.queue} aria-label={words('queue')}>
        {items.map((item) => (
          <QueueItem
            key={item.id}
            item={item}
            onDrop={(draggedId, edge) => move(draggedId, indexAfterDrop(ids, draggedId, item.id, edge))}
            onStep={(step) => {
              const index = indexAfterStep(ids, item.id, step);
              if (index !== undefined) move(item.id, index);
            }}
          />
        ))}
      </ol>
      <p role="status" className="visually-hidden">
        {announcement}
      </p>
    </>
  );
}
