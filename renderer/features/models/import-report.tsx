import { CircleAlert, CircleCheck, CircleMinus, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImportFinding } from '../../../engine/shared/app/packs.js';
import { useLanguage, useWords } from '../../i18n/index.js';
import { findingText } from './finding-text.js';
import { modelsWords } from './words.js';
import styles from './import-report.module.css';

type Level = ImportFinding['level'];

/** What keeps an import from being whole comes first. */
const ORDER: readonly Level[] = ['refused', 'missing', 'left-out', 'recognised'];

const ICONS: Readonly<Record<Level, ReactNode>> = {
  refused: <CircleX aria-hidden />,
  missing: <CircleAlert aria-hidden />,
  'left-out': <CircleMinus aria-hidden />,
  recognised: <CircleCheck aria-hidden />,
};

export interface ImportReportProps {
  readonly findings: readonly ImportFinding[];
  /** Unfolded from the start. */
  readonly isOpen: boolean;
}

/** What an import recognised, left out, missed and refused. */
export function ImportReport({ findings, isOpen }: ImportReportProps): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const levels = ORDER.filter((level) => findings.some((one) => one.level === level));
  return (
    <details className={styles.report} open={isOpen}>
      <summary>{words('report')}</summary>
      <dl className={styles.levels}>
        {levels.map((level) => (
          <div key={level} data-level={level}>
            <dt>
              {ICONS[level]}
              {words(level)}
            </dt>
            {findings
              .filter((one) => one.level === level)
              .map((finding, index) => (
                // Two findings may read alike, and the list never changes its order.
                <dd key={index}>{findingText(finding, language)}</dd>
              ))}
          </div>
        ))}
      </dl>
    </details>
  );
}
