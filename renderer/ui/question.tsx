import type { ReactNode } from 'react';
import { useWords } from '../i18n/index.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { uiWords } from './words.js';

export interface QuestionProps {
  readonly title: string;
  /** What will be gone, and what stays. */
  readonly children: ReactNode;
  readonly isOpen: boolean;
  /** The button that goes on. */
  readonly action: string;
  readonly onAnswer: (isYes: boolean) => void;
}

/** Asks before something is gone for good. */
export function Question({ title, children, isOpen, action, onAnswer }: QuestionProps): ReactNode {
  const words = useWords(uiWords);
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={() => onAnswer(false)}
      actions={
        <>
          <Button onClick={() => onAnswer(false)}>{words('cancel')}</Button>
          <Button kind="danger" onClick={() => onAnswer(true)}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
