import {
  ArrowLeft,
  ArrowRight,
  Ellipsis,
  FolderInput,
  Pencil,
  Redo2,
  RotateCw,
  Trash2,
  Undo2,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { PhraseEntry, PhraseGroup } from '../../../engine/shared/app/phrases.js';
import { useWords } from '../../i18n/index.js';
import { IconButton, Menu } from '../../ui/index.js';
import { nameOf } from './phrase-search.js';
import type { PhraseActions } from './use-phrase-actions.js';
import { phrasesWords } from './words.js';

const MAX_TAKE = 99;

export interface PhraseMenuProps {
  readonly phrase: PhraseEntry;
  readonly groups: readonly PhraseGroup[];
  readonly actions: PhraseActions;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  /** Moves it by a number of places; undefined where there is nowhere to go. */
  readonly onStep: ((step: number) => void) | undefined;
  readonly className?: string | undefined;
}

/** Everything that can be done with a phrase beside speaking it. */
export function PhraseMenu(props: PhraseMenuProps): ReactNode {
  const { phrase, groups, actions, onEdit, onRemove, onStep, className = '' } = props;
  const words = useWords(phrasesWords);
  const step = (key: string, label: string, icon: ReactNode, by: number) => ({
    key,
    label,
    icon,
    onChoose: () => onStep?.(by),
    isDisabled: onStep === undefined,
  });
  return (
    <Menu
      trigger={
        <IconButton className={className} label={words('phraseMenu', { name: nameOf(phrase) })}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
      items={[
        { key: 'edit', label: words('edit'), icon: <Pencil aria-hidden />, onChoose: onEdit },
        ...(phrase.state.kind === 'failed'
          ? [
              {
                key: 'retry',
                label: words('retry'),
                icon: <RotateCw aria-hidden />,
                onChoose: () => actions.retry(phrase.id),
              },
            ]
          : []),
        {
          key: 'take',
          label: words('anotherTake'),
          icon: <Redo2 aria-hidden />,
          onChoose: () => actions.take(phrase, phrase.take + 1),
          isDisabled: phrase.take >= MAX_TAKE,
        },
        {
          key: 'earlier-take',
          label: words('earlierTake'),
          icon: <Undo2 aria-hidden />,
          onChoose: () => actions.take(phrase, phrase.take - 1),
          isDisabled: phrase.take === 0,
        },
        step('earlier', words('moveEarlier'), <ArrowLeft aria-hidden />, -1),
        step('later', words('moveLater'), <ArrowRight aria-hidden />, 1),
        ...groups
          .filter(({ id }) => id !== phrase.groupId)
          .map(({ id, name }) => ({
            key: id,
            label: words('moveTo', { name }),
            icon: <FolderInput aria-hidden />,
            // Behind everything that is there: the host stops at the end.
            onChoose: () => actions.move(phrase.id, id, Number.MAX_SAFE_INTEGER),
          })),
        {
          key: 'remove',
          label: words('removePhrase'),
          icon: <Trash2 aria-hidden />,
          isDanger: true,
          onChoose: onRemove,
        },
      ]}
    />
  );
}
