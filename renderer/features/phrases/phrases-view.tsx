import { LayoutGrid, List, MessageSquareText, Plus, Upload } from 'lucide-react';
import { useRef, useState, type ReactNode } from 'react';
import type { PhraseDraft, PhraseEntry, PhrasesState } from '../../../engine/shared/app/phrases.js';
import { useClient, useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import {
  Button,
  EmptyState,
  FileButton,
  FileDrop,
  Question,
  SearchField,
  Segments,
  View,
} from '../../ui/index.js';
import { ACCEPTED_FILES, ExchangeMenu } from './exchange-menu.js';
import { GroupTabs } from './group-tabs.js';
import { ImportReport } from './import-report.js';
import { PhraseCollection, type Layout } from './phrase-collection.js';
import { blankDraft, draftOf } from './phrase-draft.js';
import { PhraseEditor } from './phrase-editor.js';
import { searchPhrases } from './phrase-search.js';
import { Preparing } from './preparing.js';
import { useRemembered } from './remembered.js';
import { SlotPopover } from './slot-popover.js';
import { useDigitKeys } from './use-digit-keys.js';
import { useExchange } from './use-exchange.js';
import { phraseElement, useMoveAnnouncer } from './use-move-announcer.js';
import { usePhraseActions } from './use-phrase-actions.js';
import { phrasesWords } from './words.js';
import styles from './phrases-view.module.css';

/** Behind everything that is in a group: the host counts no further. */
const AT_THE_END = Number.MAX_SAFE_INTEGER;

type Asking =
  | { readonly kind: 'edit'; readonly phraseId: string | undefined }
  | { readonly kind: 'remove'; readonly phrase: PhraseEntry }
  | { readonly kind: 'fill'; readonly phrase: PhraseEntry };

/** What one says often, ready before it is needed. */
export function PhrasesView(): ReactNode {
  const state = useHostState('phrasesWatch');
  return state === undefined ? null : <Library state={state} />;
}

function Library({ state }: { readonly state: PhrasesState }): ReactNode {
  const { groups, phrases } = state;
  const words = useWords(phrasesWords);
  const client = useClient();
  const actions = usePhraseActions();
  const exchange = useExchange();
  const [layout, setLayout] = useRemembered<Layout>('layout', 'tiles');
  const [wantedGroupId, showGroup] = useRemembered('group', '');
  const [search, setSearch] = useState('');
  const [asking, setAsking] = useState<Asking>();
  const items = useRef<HTMLDivElement>(null);

  const groupId = groups.find(({ id }) => id === wantedGroupId)?.id ?? groups[0]?.id ?? '';
  const isSearch = search.trim() !== '';
  const ofGroup = phrases.filter((phrase) => phrase.groupId === groupId);
  const shown = isSearch ? searchPhrases(phrases, search) : ofGroup;
  const { lastMove, noteMove } = useMoveAnnouncer(shown, items);

  const speak = (phrase: PhraseEntry): void => {
    if (phrase.slots.length > 0) setAsking({ kind: 'fill', phrase });
    else actions.speak(phrase);
  };
  useDigitKeys((digit) => {
    const phrase = shown[digit - 1];
    if (phrase !== undefined) speak(phrase);
  });
  const add = (): void => setAsking({ kind: 'edit', phraseId: undefined });
  const save = async (phraseId: string | undefined, draft: PhraseDraft): Promise<void> => {
    const group = draft.groupId || (await client.groupSave({ name: words('firstGroup') })).id;
    const phrase = { ...draft, groupId: group };
    await client.phraseSave({ ...(phraseId !== undefined && { id: phraseId }), phrase });
    showGroup(group);
  };
  const edited = asking?.kind === 'edit' ? phrases.find(({ id }) => id === asking.phraseId) : undefined;
  return (
    <View
      title={words('phrases')}
      actions={
        <>
          <Segments
            label={words('layout')}
            value={layout}
            options={[
              { value: 'tiles', label: words('tiles'), icon: <LayoutGrid aria-hidden /> },
              { value: 'list', label: words('list'), icon: <List aria-hidden /> },
            ]}
            onChange={setLayout}
          />
          <ExchangeMenu exchange={exchange} canExport={phrases.length > 0} />
          <Button kind="primary" icon={<Plus aria-hidden />} onClick={add}>
            {words('add')}
          </Button>
        </>
      }
    >
      {groups.length === 0 ? (
        <EmptyState icon={<MessageSquareText aria-hidden />} title={words('emptyTitle')}>
          <p>{words('emptyText')}</p>
          <FileButton
            className={styles.begin}
            accept={ACCEPTED_FILES}
            icon={<Upload aria-hidden />}
            onFiles={exchange.importFiles}
          >
            {words('import')}
          </FileButton>
        </EmptyState>
      ) : (
        <div className={styles.library}>
          <div className={styles.bar}>
            {isSearch ? (
              <p role="status">{words('found', { count: shown.length })}</p>
            ) : (
              <GroupTabs
                groups={groups}
                phrases={phrases}
                shownId={groupId}
                onShow={showGroup}
                onTakeIn={(id, group) => actions.move(id, group, AT_THE_END)}
              />
            )}
            <div className={styles.search}>
              <SearchField label={words('search')} value={search} onChange={setSearch} />
            </div>
          </div>
          <div ref={items}>
            <PhraseCollection
              layout={layout}
              phrases={shown}
              groups={groups}
              order={isSearch ? undefined : ofGroup}
              actions={actions}
              onSpeak={speak}
              onPlace={(id, place) => {
                // Where it stands already, nothing would come to be announced.
                if (ofGroup[place]?.id === id) return;
                noteMove(id);
                actions.move(id, groupId, place);
              }}
              onEdit={({ id }) => setAsking({ kind: 'edit', phraseId: id })}
              onRemove={(phrase) => setAsking({ kind: 'remove', phrase })}
            />
          </div>
          <Preparing progress={state.progress} />
        </div>
      )}
      <p role="status" className="visually-hidden">
        {lastMove && words('moved', { ...lastMove })}
      </p>
      <FileDrop label={words('dropHere')} onFiles={exchange.importFiles} />
      {asking?.kind === 'edit' && (
        <PhraseEditor
          phrase={edited}
          draft={edited ? draftOf(edited) : blankDraft(groupId)}
          groups={groups}
          onSave={(draft) => save(asking.phraseId, draft)}
          onTake={(take) => {
            if (edited !== undefined) actions.take(edited, take);
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking?.kind === 'fill' && (
        <SlotPopover
          phrase={asking.phrase}
          anchor={phraseElement(items.current, asking.phrase.id)}
          onSpeak={(values) => actions.speak(asking.phrase, values)}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Question
        title={words('removePhraseTitle')}
        isOpen={asking?.kind === 'remove'}
        action={words('remove')}
        onAnswer={(isYes) => {
          setAsking(undefined);
          if (isYes && asking?.kind === 'remove') actions.remove(asking.phrase.id);
        }}
      >
        <p>{asking?.kind === 'remove' ? asking.phrase.text : ''}</p>
      </Question>
      {exchange.report && <ImportReport report={exchange.report} onClose={exchange.closeReport} />}
    </View>
  );
}
