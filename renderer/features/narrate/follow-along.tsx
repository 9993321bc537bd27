import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useSpeechFrames, wordStart, type SpeechTracker } from '../../speech/index.js';
import { useAttempt } from '../../ui/index.js';
import { useFollowing, WordMarker } from '../speak/index.js';
import { narrateWords } from './words.js';
import styles from './follow-along.module.css';

/** The text of the chapter that is heard, its current word marked; nothing while no chapter is. */
export function FollowAlong(): ReactNode {
  const utterance = useHostState('speechState')?.utterance;
  const items = useHostState('narrationWatch')?.items;
  const narration = utterance?.narration;
  if (!utterance || !narration) return null;
  const item = items?.find(({ id }) => id === narration.itemId);
  const title = item?.chapters[narration.chapterIndex]?.title ?? '';
  return <ChapterText title={title === '' ? utterance.title : title} text={utterance.text} />;
}

function ChapterText({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  const words = useWords(narrateWords);
  const client = useClient();
  const attempt = useAttempt();
  const scroller = useRef<HTMLDivElement>(null);
  const marks = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [marker] = useState(() => new WordMarker());
  const follow = useFollowing(scroller);
  useLayoutEffect(() => {
    if (marks.current && sheet.current) marker.attach(marks.current, sheet.current);
    return () => marker.clear();
  }, [marker, text]);
  useSpeechFrames(
    useCallback(
      (tracker: SpeechTracker) => {
        const line = marker.show(tracker.word());
        if (line !== undefined) follow(line);
      },
      [marker, follow],
    ),
  );
  useEffect(() => {
    if (sheet.current === null) return undefined;
    const observer = new ResizeObserver(() => marker.layOut());
    observer.observe(sheet.current);
    return () => observer.disconnect();
  }, [marker]);
  const goTo = ({ clientX, clientY }: MouseEvent): void => {
    const caret = document.caretPositionFromPoint(clientX, clientY);
    // A drag that selects text means to copy it.
    if (caret === null || !document.getSelection()?.isCollapsed) return;
    const offset = wordStart(text, caret.offset);
    attempt(() => client.speechSeek({ to: 'offset', offset }));
  };
  return (
    <section className={styles.pane} aria-label={words('followAlong')}>
      <header className={styles.head}>
        <h2>{title}</h2>
        <p>{words('followHint')}</p>
      </header>
      <div ref={scroller} className={styles.scroller} tabIndex={0} role="group" aria-label={title}>
        <div className={styles.page}>
          <div ref={marks} className={styles.marks} aria-hidden />
          {/* The keyboard's way through the text are the sentence keys of the transport. */}
          <div ref={sheet} className={styles.text} onClick={goTo}>
            {text}
          </div>
        </div>
      </div>
    </section>
  );
}
