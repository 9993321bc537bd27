import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { useSpeechFrames, wordStart, type SpeechTracker } from '../../speech/index.js';
import { classes } from '../../ui/index.js';
import { useFollowing } from './use-following.js';
import { WordMarker } from './word-marker.js';
import { speakWords } from './words.js';
import { useWords } from '../../i18n/index.js';
import styles from './spoken-text.module.css';

export interface SpokenTextProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Whether the speech is of exactly this text: its words are marked, and a click on one starts there. */
  readonly isFollowed: boolean;
  /** @param offset UTF-16, of the first character of a word */
  readonly onWord: (offset: number) => void;
  readonly areaRef: RefObject<HTMLTextAreaElement | null>;
}

/**
 * A text area that shows the word being spoken. Below it lies the same text, laid out alike and invisible, which tells
 * where a word stands; the mark is a box of its own, so that a new word lays out nothing, however long the text is.
 * Both are as high as their content and are scrolled together.
 */
export function SpokenText({ text, onChange, isFollowed, onWord, areaRef }: SpokenTextProps): ReactNode {
  const words = useWords(speakWords);
  const scrollerRef = useRef<HTMLDivElement>(null);
  const mirrorRef = useRef<HTMLDivElement>(null);
  const marksRef = useRef<HTMLDivElement>(null);
  const [marker] = useState(() => new WordMarker());
  const follow = useFollowing(scrollerRef);

  // React would write a controlled value into the page's tree at every letter, which takes long for a long text.
  useLayoutEffect(() => {
    const area = areaRef.current;
    if (area !== null && area.value !== text) area.value = text;
  }, [areaRef, text]);

  useLayoutEffect(() => {
    if (marksRef.current && mirrorRef.current) marker.attach(marksRef.current, mirrorRef.current);
    return () => marker.clear();
  }, [marker, isFollowed]);

  const draw = useCallback(
    (tracker: SpeechTracker) => {
      const line = marker.show(isFollowed ? tracker.word() : undefined);
      if (line !== undefined) follow(line);
    },
    [marker, isFollowed, follow],
  );
  useSpeechFrames(draw);
  useEffect(() => {
    if (mirrorRef.current === null) return undefined;
    const observer = new ResizeObserver(() => marker.layOut());
    observer.observe(mirrorRef.current);
    return () => observer.disconnect();
  }, [marker]);

  const click = (area: HTMLTextAreaElement): void => {
    const isSelection = area.selectionStart !== area.selectionEnd;
    if (isFollowed && !isSelection && text.trim() !== '') onWord(wordStart(text, area.selectionStart));
  };
  return (
    <div ref={scrollerRef} className={styles.scroller}>
      <div className={styles.sheet}>
        <div ref={marksRef} className={styles.marks} aria-hidden />
        <div ref={mirrorRef} className={styles.mirror} aria-hidden>
          {isFollowed ? text : ''}
        </div>
        <textarea
          ref={areaRef}
          className={classes(styles.area, isFollowed && styles.followed)}
          aria-label={words('text')}
          placeholder={words('placeholder')}
          spellCheck={false}
          defaultValue=""
          onChange={(change) => onChange(change.target.value)}
          onClick={(event) => click(event.currentTarget)}
        />
      </div>
    </div>
  );
}
