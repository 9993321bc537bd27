import { useId, useState, type ReactNode } from 'react';
import { useWords } from '../i18n/index.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';
import { TextField } from './field.js';
import { useSubmit } from './use-submit.js';
import { uiWords } from './words.js';

const MAX_NAME_LENGTH = 60;

export interface NameDialogProps {
  readonly title: string;
  readonly initialName?: string;
  /** Keeps the name; what it rejects with is shown beside the field. */
  readonly onSave: (name: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks for a name; mounted while it is open. */
export function NameDialog({ title, initialName = '', onSave, onClose }: NameDialogProps): ReactNode {
  const words = useWords(uiWords);
  const formId = useId();
  const [name, setName] = useState(initialName);
  const { problem, submit } = useSubmit(() => onSave(name.trim()), onClose);
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} disabled={name.trim() === ''}>
            {words('save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={words('name')}
          value={name}
          maxLength={MAX_NAME_LENGTH}
          problem={problem}
          autoFocus
          onChange={(change) => setName(change.target.value)}
        />
      </form>
    </Dialog>
  );
}
