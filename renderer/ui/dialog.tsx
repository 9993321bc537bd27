import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useWords } from '../i18n/index.js';
import { uiWords } from './words.js';
import styles from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the end, the one that goes on last. */
  readonly actions?: ReactNode;
}

/** Where a person begins: the first field, else the first of the actions, which takes nothing away. */
const FIRST_CONTROL = ['section', 'footer'].map((part) => `${part} :is(input, textarea, button)`);

/** A modal question or form; Escape and a click beside it close it, the focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, children, actions }: DialogProps): ReactNode {
  const words = useWords(uiWords);
  const popup = useRef<HTMLDivElement>(null);
  const firstControl = (): HTMLElement | true =>
    FIRST_CONTROL.map((selector) => popup.current?.querySelector<HTMLElement>(selector)).find(Boolean) ??
    true;
  return (
    <BaseDialog.Root
      open={isOpen}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup ref={popup} className={styles.popup} initialFocus={firstControl}>
          <header className={styles.header}>
            <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
            <BaseDialog.Close className={styles.close} aria-label={words('close')}>
              <X aria-hidden />
            </BaseDialog.Close>
          </header>
          <section className={styles.body}>{children}</section>
          {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
