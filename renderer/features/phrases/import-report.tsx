import type { ReactNode } from 'react';
import type { PhrasesImportResult } from '../../../engine/shared/app/phrases.js';
import { useWords } from '../../i18n/index.js';
import { Button, Dialog } from '../../ui/index.js';
import { phrasesWords } from './words.js';
import styles from './import-report.module.css';

export interface ImportReportProps {
  readonly report: PhrasesImportResult;
  readonly onClose: () => void;
}

/** What became of an import, line by line where something was left out. */
export function ImportReport({ report, onClose }: ImportReportProps): ReactNode {
  const words = useWords(phrasesWords);
  return (
    <Dialog
      title={words('importTitle')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" onClick={onClose}>
          {words('done')}
        </Button>
      }
    >
      <p>{words('importAdded', { count: report.added })}</p>
      <Lines title={words('importAdjusted')} lines={report.adjusted} />
      <Lines title={words('importSkipped')} lines={report.skipped} />
    </Dialog>
  );
}

interface LinesProps {
  readonly title: string;
  readonly lines: PhrasesImportResult['skipped'];
}

function Lines({ title, lines }: LinesProps): ReactNode {
  const words = useWords(phrasesWords);
  if (lines.length === 0) return null;
  return (
    <div className={styles.lines}>
      <h3>{title}</h3>
      <ul>
        {lines.map(({ line, code, values, reason }) => (
          <li key={`${line} ${reason}`}>
            {words('importLine', { line, reason: words(`note-${code}`, values) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
