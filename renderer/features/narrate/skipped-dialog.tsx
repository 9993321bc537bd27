import type { ReactNode } from 'react';
import type { NarrationItem } from '../../../engine/shared/app/narration.js';
import { FILE_SKIP_REASONS, SKIP_REASONS } from '../../../engine/shared/skip-reasons.js';
import { useWords } from '../../i18n/index.js';
import { Button, Dialog } from '../../ui/index.js';
import { skippedReasons } from './narration-text.js';
import { narrateWords } from './words.js';
import styles from './narrate-view.module.css';

const REASONS = [...new Set([...SKIP_REASONS, ...FILE_SKIP_REASONS])];

export interface SkippedDialogProps {
  readonly item: NarrationItem;
  readonly onClose: () => void;
}

/** Which characters of a file are not spoken, and why. */
export function SkippedDialog({ item, onClose }: SkippedDialogProps): ReactNode {
  const words = useWords(narrateWords);
  const reasons = skippedReasons(item.skipped);
  const wordsFor = (reason: string): string => {
    const known = REASONS.find((one) => one === reason);
    return known === undefined ? words('reason-other', { reason }) : words(`reason-${known}`);
  };
  return (
    <Dialog
      title={words('skippedTitle')}
      isOpen
      onClose={onClose}
      actions={<Button onClick={onClose}>{words('close')}</Button>}
    >
      <p>{reasons.length === 0 ? words('skippedNone') : words('skippedText', { name: item.title })}</p>
      <dl className={styles.reasons}>
        {reasons.map(({ reason, count }) => (
          <div key={reason}>
            <dt>{wordsFor(reason)}</dt>
            <dd>{words('characters', { count })}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
