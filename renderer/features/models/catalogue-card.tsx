import { Check, Download } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { CatalogueEntry } from '../../../engine/shared/app/packs.js';
import { formatBytes, useLanguage, useWords } from '../../i18n/index.js';
import { Button } from '../../ui/index.js';
import { GetDialog } from './get-dialog.js';
import { Licence, WebLink } from './licence.js';
import { modelsWords } from './words.js';
import styles from './model-card.module.css';

export interface CatalogueCardProps {
  readonly entry: CatalogueEntry;
  readonly freeDiskBytes: number | null;
}

/** A model that can be had: what it is and what it weighs. */
export function CatalogueCard({ entry, freeDiskBytes }: CatalogueCardProps): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const [isGetting, setIsGetting] = useState(false);
  const name = entry.name[language];
  const sizes = entry.variants.map(({ downloadBytes }) => downloadBytes).filter((bytes) => bytes !== null);
  const size =
    sizes.length === 0
      ? words('sizeUnknown')
      : sizes.length === 1
        ? formatBytes(Math.min(...sizes), language)
        : words('from', { size: formatBytes(Math.min(...sizes), language) });
  const facts = [
    ...entry.languages.map((code) => words(code)),
    words('voices', { count: entry.voiceCount }),
    size,
  ];
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h3>{name}</h3>
          <p className={styles.facts}>{facts.join(' · ')}</p>
        </div>
        {entry.installedPackId === null ? (
          <Button
            icon={<Download aria-hidden />}
            aria-label={words('getNamed', { name })}
            onClick={() => setIsGetting(true)}
          >
            {words('get')}
          </Button>
        ) : (
          <span className={styles.have}>
            <Check aria-hidden />
            {words('alreadyInstalled')}
          </span>
        )}
      </div>
      <p>{entry.about[language]}</p>
      <p className={styles.links}>
        <Licence licence={entry.licence} />
        <WebLink url={entry.pageUrl} text={words('publisherPage')} />
      </p>
      {isGetting && (
        <GetDialog entry={entry} freeDiskBytes={freeDiskBytes} onClose={() => setIsGetting(false)} />
      )}
    </li>
  );
}
