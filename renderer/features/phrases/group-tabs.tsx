import { Tabs } from '@base-ui/react/tabs';
import { ArrowLeft, ArrowRight, Ellipsis, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PhraseEntry, PhraseGroup } from '../../../engine/shared/app/phrases.js';
import { useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { classes, IconButton, Menu, NameDialog, Question, useAttempt } from '../../ui/index.js';
import { indexAfterStep, useDropTarget } from '../../ui/sorting/index.js';
import { PHRASE_DRAG } from './use-placing.js';
import { phrasesWords } from './words.js';
import styles from './group-tabs.module.css';

export interface GroupTabsProps {
  readonly groups: readonly PhraseGroup[];
  readonly phrases: readonly PhraseEntry[];
  readonly shownId: string;
  readonly onShow: (groupId: string) => void;
  /** A phrase was dropped on a group's tab. */
  readonly onTakeIn: (phraseId: string, groupId: string) => void;
}

/** The groups, and what can be done with them. */
export function GroupTabs({ groups, phrases, shownId, onShow, onTakeIn }: GroupTabsProps): ReactNode {
  const words = useWords(phrasesWords);
  const client = useClient();
  const [isNaming, setIsNaming] = useState(false);
  const shown = groups.find(({ id }) => id === shownId);
  return (
    <div className={styles.bar}>
      <Tabs.Root value={shownId} onValueChange={(id) => onShow(id as string)} className={styles.root}>
        <Tabs.List className={styles.list} aria-label={words('groups')}>
          {groups.map((group) => (
            <GroupTab
              key={group.id}
              group={group}
              count={phrases.filter(({ groupId }) => groupId === group.id).length}
              onTakeIn={(phraseId) => onTakeIn(phraseId, group.id)}
            />
          ))}
        </Tabs.List>
      </Tabs.Root>
      {shown !== undefined && <GroupMenu group={shown} groups={groups} phrases={phrases} />}
      <IconButton label={words('newGroup')} onClick={() => setIsNaming(true)}>
        <Plus aria-hidden />
      </IconButton>
      {isNaming && (
        <NameDialog
          title={words('newGroup')}
          onSave={async (name) => onShow((await client.groupSave({ name })).id)}
          onClose={() => setIsNaming(false)}
        />
      )}
    </div>
  );
}

interface GroupTabProps {
  readonly group: PhraseGroup;
  readonly count: number;
  readonly onTakeIn: (phraseId: string) => void;
}

function GroupTab({ group, count, onTakeIn }: GroupTabProps): ReactNode {
  const target = useDropTarget<HTMLButtonElement>(PHRASE_DRAG, onTakeIn);
  return (
    <Tabs.Tab ref={target.ref} value={group.id} className={classes(styles.tab, target.isOver && styles.over)}>
      {group.name}
      <span className={styles.count}>{count}</span>
    </Tabs.Tab>
  );
}

interface GroupMenuProps {
  readonly group: PhraseGroup;
  readonly groups: readonly PhraseGroup[];
  readonly phrases: readonly PhraseEntry[];
}

function GroupMenu({ group, groups, phrases }: GroupMenuProps): ReactNode {
  const words = useWords(phrasesWords);
  const client = useClient();
  const attempt = useAttempt();
  const [asking, setAsking] = useState<'rename' | 'remove'>();
  const ids = groups.map(({ id }) => id);
  const step = (key: string, label: string, icon: ReactNode, by: number) => {
    const index = indexAfterStep(ids, group.id, by);
    return {
      key,
      label,
      icon,
      isDisabled: index === undefined,
      onChoose: () => attempt(() => client.groupMove({ id: group.id, index: index ?? 0 })),
    };
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={words('groupMenu', { name: group.name })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          {
            key: 'rename',
            label: words('renameGroup'),
            icon: <Pencil aria-hidden />,
            onChoose: () => setAsking('rename'),
          },
          step('earlier', words('moveGroupEarlier'), <ArrowLeft aria-hidden />, -1),
          step('later', words('moveGroupLater'), <ArrowRight aria-hidden />, 1),
          {
            key: 'remove',
            label: words('removeGroup'),
            icon: <Trash2 aria-hidden />,
            isDanger: true,
            onChoose: () => setAsking('remove'),
          },
        ]}
      />
      {asking === 'rename' && (
        <NameDialog
          title={words('renameGroupTitle')}
          initialName={group.name}
          onSave={(name) => client.groupSave({ id: group.id, name })}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Question
        title={words('removeGroupTitle', { name: group.name })}
        isOpen={asking === 'remove'}
        action={words('remove')}
        onAnswer={(isYes) => {
          setAsking(undefined);
          if (isYes) attempt(() => client.groupRemove({ id: group.id }));
        }}
      >
        <p>
          {words('removeGroupText', {
            count: phrases.filter(({ groupId }) => groupId === group.id).length,
          })}
        </p>
      </Question>
    </>
  );
}
