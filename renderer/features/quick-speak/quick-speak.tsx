import { useCallback, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { toErrorShape, type ErrorShape } from '../../../engine/shared/errors.js';
import { useClient, useHostEvent, useHostState } from '../../host/index.js';
import { useErrorLines, useWords } from '../../i18n/index.js';
import { NOT_RECALLING, recall } from './recall.js';
import { useReadiness } from './use-readiness.js';
import { quickWords } from './words.js';
import styles from './quick-speak.module.css';

/** One line to type into: Enter speaks it and closes, Up recalls, Escape closes. */
export function QuickSpeak(): ReactNode {
  const words = useWords(quickWords);
  const lines = useErrorLines();
  const client = useClient();
  const recents = useHostState('recentWatch')?.items ?? [];
  const lineRef = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [recalling, setRecalling] = useState(NOT_RECALLING);
  const [error, setError] = useState<ErrorShape>();
  const isStarting = useRef(false);
  const makeReady = useReadiness(lineRef);
  useHostEvent(
    'appCommands',
    useCallback(
      ({ kind }: { readonly kind: string }) => {
        if (kind === 'quick-speak') makeReady();
      },
      [makeReady],
    ),
  );
  const attempt = (work: () => Promise<void>): void => {
    work().catch((thrown: unknown) => setError(toErrorShape(thrown)));
  };
  const speak = async (): Promise<void> => {
    // A second Enter before the host has answered means the same line.
    if (isStarting.current) return;
    isStarting.current = true;
    try {
      await client.speechStart({ text, origin: 'quick' });
    } finally {
      isStarting.current = false;
    }
    setText('');
    setRecalling(NOT_RECALLING);
    setError(undefined);
    await client.quickClose({});
  };
  const close = async (): Promise<void> => {
    setError(undefined);
    await client.quickClose({});
  };
  const go = (press: KeyboardEvent<HTMLTextAreaElement>, direction: 'older' | 'newer'): void => {
    if (!isAtEdge(press.currentTarget, direction)) return;
    const texts = recents.map((recent) => recent.text);
    const found = recall(texts, recalling, text, direction);
    if (found === undefined) return;
    press.preventDefault();
    setRecalling(found.recall);
    setText(found.text);
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // Enter and Escape belong to an input method as long as it composes a character.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (text.trim() !== '' && !event.repeat) attempt(speak);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      attempt(close);
    } else if (event.key === 'ArrowUp') go(event, 'older');
    else if (event.key === 'ArrowDown') go(event, 'newer');
  };
  return (
    <main className={styles.quick}>
      <textarea
        ref={lineRef}
        rows={1}
        className={styles.line}
        aria-label={words('text')}
        placeholder={words('placeholder')}
        spellCheck={false}
        value={text}
        onChange={(change) => {
          setText(change.target.value);
          setRecalling(NOT_RECALLING);
          setError(undefined);
        }}
        onKeyDown={press}
      />
      <footer className={styles.foot}>
        <Status />
        {error === undefined ? (
          <span>{words('keys')}</span>
        ) : (
          <span role="alert" className={styles.error}>
            {lines(error).join(' · ')}
          </span>
        )}
      </footer>
    </main>
  );
}

/** Up and Down move the cursor while there is a line to move it to. */
function isAtEdge(
  { value, selectionStart, selectionEnd }: HTMLTextAreaElement,
  direction: 'older' | 'newer',
): boolean {
  const beyond = direction === 'older' ? value.slice(0, selectionStart) : value.slice(selectionEnd);
  return !beyond.includes('\n');
}

/** Who will speak, and whether something is being spoken already. */
function Status(): ReactNode {
  const words = useWords(quickWords);
  const voices = useHostState('voicesWatch');
  const status = useHostState('speechState')?.status;
  const isTold = status === 'preparing' || status === 'speaking' || status === 'paused';
  const name = voices?.voices.find(({ id }) => id === voices.chosen.voiceId)?.name ?? '';
  return (
    <span className={styles.status} role="status">
      {isTold && <span className={styles.dot} data-status={status} />}
      {[name, isTold ? words(status) : ''].filter(Boolean).join(' · ')}
    </span>
  );
}
