import { FileDown, Pause, Play, Square, X } from 'lucide-react';
import { memo, useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { usePlayer } from '../../player/index.js';
import { wordStart } from '../../speech/index.js';
import { Button, isPopupOpen, useAttempt, View } from '../../ui/index.js';
import { StylePanel, VoicePicker } from '../voices/index.js';
import { withPlainLineEnds } from './draft.js';
import { RecentMenu } from './recent-menu.js';
import { SpokenText } from './spoken-text.js';
import { TextLine } from './text-line.js';
import { useDraft } from './use-draft.js';
import { useFileDrop } from './use-file-drop.js';
import { speakWords } from './words.js';
import styles from './speak-view.module.css';

/** Above this, a replacement that can be undone takes the page seconds. */
const MAX_UNDOABLE_CHARACTERS = 20_000;

/** @returns whether it was done, in a way that the person can undo */
function insertInPlaceOfAll(area: HTMLTextAreaElement, text: string): boolean {
  area.focus();
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else leaves what one can undo
  return document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}

/** A text, who speaks it and how, and the words as they are spoken. */
export function SpeakView(): ReactNode {
  const words = useWords(speakWords);
  const client = useClient();
  const attempt = useAttempt();
  const player = usePlayer();
  const [text, setText] = useDraft();
  const areaRef = useRef<HTMLTextAreaElement>(null);
  const drop = useFileDrop();
  const { isActive, isFollowed, status } = useFollowed(text);
  const isEmpty = text.trim() === '';

  const speak = useCallback(
    (startOffset: number) => {
      if (!isEmpty) attempt(() => client.speechStart({ text, startOffset, origin: 'speak' }));
    },
    [attempt, client, isEmpty, text],
  );
  useSpeakKeys(
    useCallback(
      (fromCursor: boolean) => {
        const cursor = areaRef.current?.selectionStart ?? 0;
        speak(fromCursor ? wordStart(text, cursor) : 0);
      },
      [speak, text],
    ),
  );
  const replace = (next: string): void => {
    const plain = withPlainLineEnds(next);
    const isUndoable = text.length + plain.length < MAX_UNDOABLE_CHARACTERS;
    if (areaRef.current === null || !isUndoable || !insertInPlaceOfAll(areaRef.current, plain))
      setText(plain);
    areaRef.current?.focus();
  };
  return (
    <View
      title={words('title')}
      actions={
        <>
          <RecentMenu onChoose={replace} />
          <Button kind="quiet" icon={<X aria-hidden />} disabled={text === ''} onClick={() => replace('')}>
            {words('clear')}
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <div className={styles.card} {...drop.handlers}>
          <SpokenText
            areaRef={areaRef}
            text={text}
            onChange={setText}
            isFollowed={isFollowed}
            onWord={(offset) => attempt(() => client.speechSeek({ to: 'offset', offset }))}
          />
          <div className={styles.foot}>
            <div className={styles.buttons}>
              <Button kind="primary" icon={<Play aria-hidden />} disabled={isEmpty} onClick={() => speak(0)}>
                {words('speak')}
              </Button>
              <Button
                icon={status === 'paused' ? <Play aria-hidden /> : <Pause aria-hidden />}
                disabled={!isActive}
                onClick={() =>
                  attempt(() => (status === 'paused' ? client.speechResume({}) : client.speechPause({})))
                }
              >
                {words(status === 'paused' ? 'resume' : 'pause')}
              </Button>
              <Button
                icon={<Square aria-hidden />}
                disabled={!isActive}
                onClick={() => {
                  player.hush();
                  attempt(() => client.speechStop({}));
                }}
              >
                {words('stop')}
              </Button>
            </div>
            {isFollowed ? <p className={styles.facts}>{words('wordHint')}</p> : <TextLine text={text} />}
          </div>
          {drop.isOver && (
            <div className={styles.dropping}>
              <FileDown aria-hidden />
              {words('dropHere')}
            </div>
          )}
        </div>
        <MannerPanel />
      </div>
    </View>
  );
}

/** Who speaks and how; it has nothing to do with the letters that are typed. */
const MannerPanel = memo(function MannerPanel(): ReactNode {
  const words = useWords(speakWords);
  return (
    <aside className={styles.manner} aria-label={words('voiceAndStyle')}>
      <VoicePicker />
      <StylePanel />
    </aside>
  );
});

/**
 * How the speech stands to this text. It is followed while it is of exactly this text; once it is over, until Escape says
 * that one wants to write again.
 */
function useFollowed(text: string): {
  readonly isActive: boolean;
  readonly isFollowed: boolean;
  readonly status: string | undefined;
} {
  const speech = useHostState('speechState');
  const [leftId, setLeftId] = useState<number>();
  const status = speech?.status;
  const utterance = speech?.utterance;
  const isActive = status === 'preparing' || status === 'speaking' || status === 'paused';
  const id = utterance?.id;
  useEffect(() => {
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape' && !isPopupOpen()) setLeftId(id);
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [id]);
  const isFollowed = utterance?.text === text && text !== '' && (isActive || leftId !== id);
  return { isActive, isFollowed, status };
}

/** @param speak has to be stable (`useCallback`) */
function useSpeakKeys(speak: (fromCursor: boolean) => void): void {
  useEffect(() => {
    const hear = (press: KeyboardEvent): void => {
      const isWanted = press.key === 'Enter' && (press.ctrlKey || press.metaKey) && !press.altKey;
      if (!isWanted || press.isComposing || isPopupOpen()) return;
      press.preventDefault();
      if (!press.repeat) speak(press.shiftKey);
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [speak]);
}
