import { ArrowDown, ArrowUp, CircleHelp, Ellipsis, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { NarrationItem } from '../../../engine/shared/app/narration.js';
import { useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { IconButton, Menu, Question, useAttempt } from '../../ui/index.js';
import { hasRendering } from './narration-text.js';
import { SkippedDialog } from './skipped-dialog.js';
import { narrateWords } from './words.js';

export interface ItemMenuProps {
  readonly item: NarrationItem;
  readonly onStep: (step: number) => void;
}

/** What is done with a file less often. */
export function ItemMenu({ item, onStep }: ItemMenuProps): ReactNode {
  const words = useWords(narrateWords);
  const client = useClient();
  const attempt = useAttempt();
  const [asking, setAsking] = useState<'skipped' | 'remove'>();
  const remove = (): void => attempt(() => client.narrationRemove({ id: item.id }));
  return (
    <>
      <Menu
        trigger={
          <IconButton label={words('more', { name: item.title })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          {
            key: 'up',
            label: words('moveUp'),
            icon: <ArrowUp aria-hidden />,
            onChoose: () => onStep(-1),
          },
          {
            key: 'down',
            label: words('moveDown'),
            icon: <ArrowDown aria-hidden />,
            onChoose: () => onStep(1),
          },
          {
            key: 'skipped',
            label: words('showSkipped'),
            icon: <CircleHelp aria-hidden />,
            isDisabled: item.chapters.length === 0,
            onChoose: () => setAsking('skipped'),
          },
          {
            key: 'remove',
            label: words('remove'),
            icon: <Trash2 aria-hidden />,
            isDanger: true,
            onChoose: () => (hasRendering(item) ? setAsking('remove') : remove()),
          },
        ]}
      />
      {asking === 'skipped' && <SkippedDialog item={item} onClose={() => setAsking(undefined)} />}
      <Question
        title={words('removeTitle', { name: item.title })}
        isOpen={asking === 'remove'}
        action={words('removeNow')}
        onAnswer={(isYes) => {
          setAsking(undefined);
          if (isYes) remove();
        }}
      >
        <p>{words('removeText')}</p>
      </Question>
    </>
  );
}
