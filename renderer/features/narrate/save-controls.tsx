import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import type { NarrationItem } from '../../../engine/shared/app/narration.js';
import { useWords } from '../../i18n/index.js';
import { Button, Menu, Progress } from '../../ui/index.js';
import { useSaving } from './use-saving.js';
import { narrateWords } from './words.js';
import styles from './queue-item.module.css';

const FORMATS = ['mp3', 'flac', 'wav'] as const;

/** Saves a file that is ready as audio, in a format of the person's choice. */
export function SaveControls({ item }: { readonly item: NarrationItem }): ReactNode {
  const words = useWords(narrateWords);
  const saving = useSaving(item);
  if (saving.current !== undefined) {
    const label = words('saving', { format: saving.current.format.toUpperCase(), name: item.title });
    return (
      <div className={styles.saving}>
        <span>{label}</span>
        <Progress label={label} value={saving.current.progress} />
        <Button onClick={saving.cancel}>{words('cancelSaving')}</Button>
      </div>
    );
  }
  return (
    <div>
      <Menu
        trigger={<Button icon={<Download aria-hidden />}>{words('saveAs')}</Button>}
        items={FORMATS.map((format) => ({
          key: format,
          label: words(format),
          onChoose: () => saving.start(format),
        }))}
      />
    </div>
  );
}
