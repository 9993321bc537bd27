import { FileArchive, FolderInput } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { PacksState } from '../../../engine/shared/app/packs.js';
import { useClient, useHostState } from '../../host/index.js';
import { formatBytes, useLanguage, useWords } from '../../i18n/index.js';
import { Button, FileButton, FileDrop, useAttempt, View } from '../../ui/index.js';
import { CatalogueCard } from './catalogue-card.js';
import { InstalledCard } from './installed-card.js';
import { intoSight } from './into-sight.js';
import { Part } from './part.js';
import { PathDialog } from './path-dialog.js';
import { TaskList } from './task-list.js';
import { useIntake } from './use-intake.js';
import { modelsWords } from './words.js';
import styles from './models-view.module.css';

/** Models that speak: those that are installed, those that can be had, and what is on its way. */
export function ModelsView(): ReactNode {
  const words = useWords(modelsWords);
  const client = useClient();
  const attempt = useAttempt();
  const packs = useHostState('packsWatch');
  useEffect(() => attempt(() => client.packsLook({})), [attempt, client]);
  const [asking, setAsking] = useState<{ readonly reason: string | undefined }>();
  const intake = useIntake(useCallback((reason: string) => setAsking({ reason }), []));
  if (packs === undefined) return null;
  return (
    <View
      title={words('models')}
      actions={
        <>
          <Button icon={<FolderInput aria-hidden />} onClick={() => setAsking({ reason: undefined })}>
            {words('importPath')}
          </Button>
          <FileButton accept=".zip" isMultiple icon={<FileArchive aria-hidden />} onFiles={intake.take}>
            {words('importZip')}
          </FileButton>
        </>
      }
    >
      <FileDrop label={words('dropHere')} onFiles={intake.take} />
      <div className={styles.parts}>
        {intake.sending !== undefined && (
          <p ref={intoSight} role="status" className={styles.sending}>
            {words('sending', { name: intake.sending })}
          </p>
        )}
        <TaskList packs={packs} />
        <Part title={words('installed')} aside={<DiskUse packs={packs} />} listClass={styles.grid}>
          {packs.installed.map((pack) => (
            <InstalledCard key={pack.id} pack={pack} />
          ))}
        </Part>
        {packs.catalogue.length > 0 && (
          <Part title={words('toBeHad')} hint={words('toBeHadHint')} listClass={styles.grid}>
            {packs.catalogue.map((entry) => (
              <CatalogueCard key={entry.id} entry={entry} freeDiskBytes={packs.freeDiskBytes} />
            ))}
          </Part>
        )}
      </div>
      {asking !== undefined && <PathDialog reason={asking.reason} onClose={() => setAsking(undefined)} />}
    </View>
  );
}

function DiskUse({ packs: { installed, freeDiskBytes } }: { readonly packs: PacksState }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const bytes = installed.reduce((sum, { diskBytes }) => sum + diskBytes, 0);
  const said = [
    words('models', { count: installed.length }),
    words('onDisk', { size: formatBytes(bytes, language) }),
    freeDiskBytes === null ? undefined : words('free', { size: formatBytes(freeDiskBytes, language) }),
  ];
  return <p className={styles.hint}>{said.filter((one) => one !== undefined).join(' · ')}</p>;
}
