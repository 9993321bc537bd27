import { BookOpen, Pause, Play, RotateCw, Square } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { NarrationItem } from '../../../engine/shared/app/narration.js';
import { useClient, useHostState } from '../../host/index.js';
import {
  formatBytes,
  formatDuration,
  formatEstimate,
  useErrorLines,
  useLanguage,
  useWords,
} from '../../i18n/index.js';
import { Button, classes, IconButton, Progress, useAttempt } from '../../ui/index.js';
import { useSortable, type DropEdge } from '../../ui/sorting/index.js';
import { ChapterList } from './chapter-list.js';
import { ItemMenu } from './item-menu.js';
import { isAudible, lengthOf } from './narration-text.js';
import { SaveControls } from './save-controls.js';
import { narrateWords } from './words.js';
import styles from './queue-item.module.css';

const NARRATION_DRAG = 'narration';

export interface QueueItemProps {
  readonly item: NarrationItem;
  readonly onDrop: (draggedId: string, edge: DropEdge) => void;
  readonly onStep: (step: number) => void;
}

/** A file in the queue: how far it is, its chapters, and what can be done with it. */
export function QueueItem({ item, onDrop, onStep }: QueueItemProps): ReactNode {
  const words = useWords(narrateWords);
  const lines = useErrorLines();
  const sortable = useSortable<HTMLLIElement>({
    kind: NARRATION_DRAG,
    id: item.id,
    axis: 'vertical',
    onDrop,
  });
  const onKeyDown = (press: KeyboardEvent): void => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[press.key];
    if (!press.altKey || step === undefined) return;
    press.preventDefault();
    onStep(step);
  };
  const isBusy = item.state === 'rendering' || item.state === 'reading';
  return (
    <li
      ref={sortable.ref}
      className={classes(styles.item, sortable.isDragging && styles.dragging)}
      data-edge={sortable.edge}
      data-state={item.state}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        <BookOpen aria-hidden className={styles.icon} />
        <div className={styles.names}>
          <h2>{item.title}</h2>
          <ItemFacts item={item} />
        </div>
        <ListenButton item={item} />
        <WorkButton item={item} />
        <ItemMenu item={item} onStep={onStep} />
      </div>
      {isBusy || item.state === 'paused' || item.state === 'waiting' ? (
        <Progress label={words('progressOf', { name: item.title })} value={item.progress} />
      ) : null}
      {item.error !== null && (
        <div className={styles.error}>
          {lines(item.error).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      {item.state === 'ready' && <SaveControls item={item} />}
      {item.chapters.length > 0 && <ChapterList item={item} />}
    </li>
  );
}

/** State, estimate, length and size in one line. */
function ItemFacts({ item }: { readonly item: NarrationItem }): ReactNode {
  const words = useWords(narrateWords);
  const language = useLanguage();
  const { state, remainingMs, fileName, title, bytes } = item;
  const length = lengthOf(item);
  const facts = [
    words(state),
    state === 'rendering' && remainingMs !== null
      ? words('left', { time: formatEstimate(remainingMs, language) })
      : undefined,
    length && words(length.isExact ? 'long' : 'longAbout', { duration: formatDuration(length.durationMs) }),
    bytes > 0 ? formatBytes(bytes, language) : undefined,
    // The name says nothing new where the title was taken from it.
    [fileName, fileName.replace(/\.[^.]+$/, '')].includes(title) ? undefined : fileName,
  ];
  return <p className={styles.facts}>{facts.filter((fact) => fact !== undefined).join(' · ')}</p>;
}

function ListenButton({ item }: { readonly item: NarrationItem }): ReactNode {
  const words = useWords(narrateWords);
  const client = useClient();
  const attempt = useAttempt();
  const speech = useHostState('speechState');
  if (!isAudible(item)) return null;
  const isHeard =
    speech?.utterance?.narration?.itemId === item.id &&
    (speech.status === 'speaking' || speech.status === 'preparing');
  if (isHeard) {
    return (
      <Button icon={<Square aria-hidden />} onClick={() => attempt(() => client.speechStop({}))}>
        {words('stopListening')}
      </Button>
    );
  }
  const { listened } = item;
  const isBegun = listened !== null && (listened.chapterIndex > 0 || listened.offsetMs > 0);
  return (
    <Button
      icon={<Play aria-hidden />}
      aria-label={words('listenTo', { name: item.title })}
      onClick={() => attempt(() => client.narrationPlay({ id: item.id }))}
    >
      {isBegun ? words('goOn', { place: formatDuration(placeMs(item, listened)) }) : words('listen')}
    </Button>
  );
}

/** Where the listener stopped, from the item's beginning. */
function placeMs({ chapters }: NarrationItem, listened: NonNullable<NarrationItem['listened']>): number {
  const before = chapters.slice(0, listened.chapterIndex);
  return before.reduce((sum, { renderedMs }) => sum + renderedMs, listened.offsetMs);
}

/** Pauses or resumes the rendering, or tries again what failed. */
function WorkButton({ item: { id, state } }: { readonly item: NarrationItem }): ReactNode {
  const words = useWords(narrateWords);
  const client = useClient();
  const attempt = useAttempt();
  switch (state) {
    case 'rendering':
    case 'waiting':
      return (
        <IconButton label={words('pause')} onClick={() => attempt(() => client.narrationPause({ id }))}>
          <Pause aria-hidden />
        </IconButton>
      );
    case 'paused':
    case 'failed':
      return (
        <IconButton
          label={words(state === 'paused' ? 'resume' : 'retry')}
          onClick={() => attempt(() => client.narrationResume({ id }))}
        >
          <RotateCw aria-hidden />
        </IconButton>
      );
    case 'reading':
    case 'ready':
      return null;
  }
}
