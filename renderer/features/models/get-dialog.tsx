import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { CatalogueEntry } from '../../../engine/shared/app/packs.js';
import { useClient } from '../../host/index.js';
import { formatBytes, useLanguage, useWords } from '../../i18n/index.js';
import { Button, Dialog, Select, useSubmit } from '../../ui/index.js';
import { Licence } from './licence.js';
import { precisionName } from './precision-name.js';
import { modelsWords } from './words.js';
import styles from './get-dialog.module.css';

export interface GetDialogProps {
  readonly entry: CatalogueEntry;
  readonly freeDiskBytes: number | null;
  readonly onClose: () => void;
}

/** Licence, precision and size before anything is downloaded; mounted while it is open. */
export function GetDialog({ entry, freeDiskBytes, onClose }: GetDialogProps): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const client = useClient();
  const [precision, setPrecision] = useState(entry.variants[0]?.precision ?? '');
  const variant = entry.variants.find((one) => one.precision === precision);
  const { problem, isBusy, submit } = useSubmit(
    () => client.packDownload({ catalogueId: entry.id, precision }),
    onClose,
  );
  const downloadBytes = variant?.downloadBytes ?? null;
  const hasRoom = freeDiskBytes === null || downloadBytes === null || downloadBytes < freeDiskBytes;
  const licence = entry.licence.name;
  const size = downloadBytes === null ? undefined : formatBytes(downloadBytes, language);
  return (
    <Dialog
      title={words('getTitle', { name: entry.name[language] })}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button kind="primary" disabled={!hasRoom || variant === undefined || isBusy} onClick={submit}>
            {size === undefined ? words('agree', { licence }) : words('agreeSize', { licence, size })}
          </Button>
        </>
      }
    >
      <p>
        {words('licenceText')} <Licence licence={entry.licence} />
      </p>
      <Select
        label={words('precision')}
        value={precision}
        options={entry.variants.map((one) => ({
          value: one.precision,
          label: precisionName(one.precision, words),
          detail:
            one.downloadBytes === null ? words('sizeUnknown') : formatBytes(one.downloadBytes, language),
        }))}
        onChange={setPrecision}
      />
      {variant !== undefined && <Checked isVerifiable={variant.isVerifiable} />}
      {!hasRoom && (
        <p role="alert" className={styles.problem}>
          {words('notEnoughRoom', { size: formatBytes(freeDiskBytes, language) })}
        </p>
      )}
      {problem !== undefined && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function Checked({ isVerifiable }: { readonly isVerifiable: boolean }): ReactNode {
  const words = useWords(modelsWords);
  return (
    <p className={isVerifiable ? styles.checked : styles.unchecked}>
      {isVerifiable ? <ShieldCheck aria-hidden /> : <TriangleAlert aria-hidden />}
      {words(isVerifiable ? 'verifiable' : 'notVerifiable')}
    </p>
  );
}
