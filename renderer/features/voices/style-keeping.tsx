import { Ellipsis, Pencil, Save, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, IconButton, Menu, NameDialog, Question, useAttempt } from '../../ui/index.js';
import type { StyleSteering } from './use-style.js';
import { voicesWords } from './words.js';
import styles from './style-panel.module.css';

type Asking = 'name' | 'rename' | 'remove';

const DEFAULT_STYLE = 'neutral';

/** Keeps what the sliders say as a style with a name, and looks after a person's own styles. */
export function StyleKeeping({ steering }: { readonly steering: StyleSteering }): ReactNode {
  const words = useWords(voicesWords);
  const client = useClient();
  const attempt = useAttempt();
  const [asking, setAsking] = useState<Asking>();
  const { style, controls, isChanged } = steering;
  const own = style?.isBuiltIn === false ? style : undefined;
  const base = style?.base ?? DEFAULT_STYLE;

  const saveAs = async (name: string, id?: string): Promise<void> => {
    const saved = await client.styleSave({ ...(id !== undefined && { id }), name, base, controls });
    await client.voiceChoose({ styleId: saved.id });
  };
  const rename = async (name: string): Promise<void> => {
    if (own !== undefined)
      await client.styleSave({ id: own.id, name, base: own.base, controls: own.controls });
  };
  return (
    <div className={styles.keeping}>
      {own !== undefined && isChanged && (
        <Button icon={<Save aria-hidden />} onClick={() => attempt(() => saveAs(own.name, own.id))}>
          {words('updateStyle', { name: own.name })}
        </Button>
      )}
      <Button onClick={() => setAsking('name')}>{words('saveStyle')}</Button>
      {own !== undefined && (
        <Menu
          trigger={
            <IconButton label={words('styleMenu')}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
          items={[
            {
              key: 'rename',
              label: words('renameStyle'),
              icon: <Pencil aria-hidden />,
              onChoose: () => setAsking('rename'),
            },
            {
              key: 'remove',
              label: words('removeStyle'),
              icon: <Trash2 aria-hidden />,
              isDanger: true,
              onChoose: () => setAsking('remove'),
            },
          ]}
        />
      )}
      {asking === 'name' && (
        <NameDialog title={words('saveStyleTitle')} onSave={saveAs} onClose={() => setAsking(undefined)} />
      )}
      {asking === 'rename' && own !== undefined && (
        <NameDialog
          title={words('renameStyleTitle')}
          initialName={own.name}
          onSave={rename}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Question
        title={words('removeStyleTitle', { name: own?.name ?? '' })}
        isOpen={asking === 'remove' && own !== undefined}
        action={words('remove')}
        onAnswer={(isYes) => {
          setAsking(undefined);
          if (isYes && own !== undefined) attempt(() => client.styleRemove({ id: own.id }));
        }}
      >
        <p>{words('removeStyleText')}</p>
      </Question>
    </div>
  );
}
