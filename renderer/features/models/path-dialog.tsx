import { useId, useState, type ReactNode } from 'react';
import { useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, Dialog, TextField, useSubmit } from '../../ui/index.js';
import { startImport } from './import-sources.js';
import { plainPath } from './plain-path.js';
import { modelsWords } from './words.js';
import styles from './models-view.module.css';

const MAX_PATH_LENGTH = 4096;

export interface PathDialogProps {
  /** Why a path is asked for, where it was not the person's own idea. */
  readonly reason: string | undefined;
  readonly onClose: () => void;
}

/** Imports a folder or zip that is on this machine already; mounted while it is open. */
export function PathDialog({ reason, onClose }: PathDialogProps): ReactNode {
  const words = useWords(modelsWords);
  const client = useClient();
  const formId = useId();
  const [typed, setTyped] = useState('');
  const path = plainPath(typed);
  const { problem, isBusy, submit } = useSubmit(() => startImport(client, { path }), onClose);
  return (
    <Dialog
      title={words('pathTitle')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} disabled={path === '' || isBusy}>
            {words('import')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (path !== '') submit();
        }}
      >
        {reason !== undefined && <p>{reason}</p>}
        <TextField
          label={words('path')}
          hint={words('pathHint')}
          problem={problem}
          value={typed}
          maxLength={MAX_PATH_LENGTH}
          spellCheck={false}
          autoComplete="off"
          autoFocus
          onChange={(change) => setTyped(change.target.value)}
        />
      </form>
    </Dialog>
  );
}
