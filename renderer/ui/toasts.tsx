import { X } from 'lucide-react';
import { createContext, useCallback, useContext, useMemo, useRef, useState, type ReactNode } from 'react';
import { toErrorShape, type ErrorShape } from '../../engine/shared/errors.js';
import { useErrorLines, useWords } from '../i18n/index.js';
import { IconButton } from './button.js';
import { classes } from './classes.js';
import { uiWords } from './words.js';
import styles from './toasts.module.css';

interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'failure';
  readonly message: string;
  readonly details: readonly string[];
  readonly link: ToastLink | undefined;
}

export interface ToastLink {
  readonly label: string;
  /** Of a view: `#narrate`. */
  readonly href: string;
}

export interface Toasts {
  /** Tells something that goes by itself, with the way to where it can be seen. */
  info(message: string, link?: ToastLink): void;
  /** Says what happened, what was kept and what to do next. */
  failure(error: ErrorShape): void;
}

const ToastsContext = createContext<Toasts | undefined>(undefined);

/** A failure stays until it is dismissed; what is merely told goes by itself. */
const INFO_SHOWN_MS = 6000;
const MAX_SHOWN = 4;

/** Messages at the window's edge. */
export function ToastsProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const words = useWords(uiWords);
  const lines = useErrorLines();
  const lastId = useRef(0);
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const dismiss = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const controls = useMemo((): Toasts => {
    const add = (toast: Omit<Toast, 'id'>): number => {
      const id = ++lastId.current;
      setToasts((all) =>
        [...all.filter((one) => one.message !== toast.message), { ...toast, id }].slice(-MAX_SHOWN),
      );
      return id;
    };
    return {
      info(message, link) {
        const id = add({ tone: 'info', message, details: [], link });
        setTimeout(() => dismiss(id), INFO_SHOWN_MS);
      },
      failure: (error) => {
        const [message = '', ...details] = lines(error);
        add({ tone: 'failure', message, details, link: undefined });
      },
    };
  }, [dismiss, lines]);
  return (
    <ToastsContext value={controls}>
      {children}
      <section className={styles.stack} aria-label={words('notifications')} aria-live="polite">
        {toasts.map((toast) => (
          <div key={toast.id} className={classes(styles.toast, styles[toast.tone])}>
            <div>
              <p>{toast.message}</p>
              {toast.details.map((line) => (
                <p key={line} className={styles.detail}>
                  {line}
                </p>
              ))}
              {toast.link !== undefined && (
                <a className={styles.link} href={toast.link.href} onClick={() => dismiss(toast.id)}>
                  {toast.link.label}
                </a>
              )}
            </div>
            <IconButton label={words('dismiss')} onClick={() => dismiss(toast.id)}>
              <X aria-hidden />
            </IconButton>
          </div>
        ))}
      </section>
    </ToastsContext>
  );
}

export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (toasts === undefined) throw new Error('there is no ToastsProvider above this component');
  return toasts;
}

/**
 * Runs a call whose failure a person has to see.
 * @returns a function that starts the work and shows what fails; what was cancelled is no failure
 */
export function useAttempt(): (work: () => Promise<unknown>) => void {
  const settle = useSettling();
  return useCallback((work) => void settle(work), [settle]);
}

/** As `useAttempt`, for those who wait until it is over, well or not. */
export function useSettling(): (work: () => Promise<unknown>) => Promise<void> {
  const toasts = useToasts();
  return useCallback(
    (work) =>
      work().then(
        () => undefined,
        (thrown: unknown) => {
          const error = toErrorShape(thrown);
          if (error.code !== 'cancelled') toasts.failure(error);
        },
      ),
    [toasts],
  );
}
