import { Play } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PhraseDraft, PhraseEntry, PhraseGroup } from '../../../engine/shared/app/phrases.js';
import { fillSlots, parseSlots, slotNames, valueAt } from '../../../engine/shared/phrase-slots.js';
import { useClient, useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, Dialog, HotkeyField, Select, TextArea, useAttempt, useSubmit } from '../../ui/index.js';
import { StyleSelect, VoiceSelect } from '../voices/index.js';
import { LookFields } from './look-fields.js';
import { isSlotComplete, MAX_SLOTS, slotsFor } from './slot-drafts.js';
import { SlotFields } from './slot-fields.js';
import { TakeField } from './take-field.js';
import { phrasesWords } from './words.js';
import styles from './phrase-editor.module.css';

const MAX_TEXT_LENGTH = 2000;

export interface PhraseEditorProps {
  /** The phrase that is edited; a new one without it. */
  readonly phrase: PhraseEntry | undefined;
  readonly draft: PhraseDraft;
  readonly groups: readonly PhraseGroup[];
  /** Keeps it. @throws what the host refuses */
  readonly onSave: (draft: PhraseDraft) => Promise<unknown>;
  readonly onTake: (take: number) => void;
  readonly onClose: () => void;
}

/** Everything that a person decides about a phrase; mounted while it is open. */
export function PhraseEditor(props: PhraseEditorProps): ReactNode {
  const { phrase, groups, onSave, onTake, onClose } = props;
  const words = useWords(phrasesWords);
  const [draft, setDraft] = useState(props.draft);
  const change = (part: Partial<PhraseDraft>): void => setDraft({ ...draft, ...part });
  const textProblem = useTextProblem(draft.text);
  const isComplete =
    draft.text.trim() !== '' && textProblem === undefined && draft.slots.every(isSlotComplete);
  // A take that was tried meanwhile is kept already.
  const take = phrase?.take ?? draft.take;
  const { problem, submit } = useSubmit(() => onSave({ ...draft, take }), onClose);
  return (
    <Dialog
      title={words(phrase ? 'editTitle' : 'newTitle')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <ListenButton draft={draft} isDisabled={!isComplete} />
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button kind="primary" disabled={!isComplete} onClick={submit}>
            {words('save')}
          </Button>
        </>
      }
    >
      <TextArea
        label={words('text')}
        hint={words('textHint')}
        problem={textProblem}
        value={draft.text}
        maxLength={MAX_TEXT_LENGTH}
        rows={2}
        onChange={({ target }) => change({ text: target.value, slots: slotsFor(target.value, draft.slots) })}
      />
      {draft.slots.length > 0 && (
        <SlotFields slots={draft.slots} onChange={(slots) => change({ slots: [...slots] })} />
      )}
      <LookFields draft={draft} onChange={change} />
      <div className={styles.pair}>
        {groups.length > 0 && (
          <Select
            label={words('group')}
            value={draft.groupId}
            options={groups.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(groupId) => change({ groupId })}
          />
        )}
        <PhraseHotkey value={draft.hotkey} onChange={(hotkey) => change({ hotkey })} />
      </div>
      <div className={styles.pair}>
        <VoiceSelect value={draft.voiceId} onChange={(voiceId) => change({ voiceId })} />
        <StyleSelect value={draft.styleId} onChange={(styleId) => change({ styleId })} />
      </div>
      {phrase !== undefined && <TakeField phrase={phrase} onTake={onTake} />}
      {problem !== undefined && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </Dialog>
  );
}

function useTextProblem(text: string): string | undefined {
  const words = useWords(phrasesWords);
  const code = parseSlots(text).problems[0]?.code;
  if (code === 'unbalanced-brace') return words('unbalancedBrace');
  if (code === 'empty-name') return words('emptyName');
  return slotNames(text).length > MAX_SLOTS ? words('slotTooMany') : undefined;
}

/** Speaks the draft as it stands, its slots filled with their first values. */
function ListenButton({
  draft,
  isDisabled,
}: {
  readonly draft: PhraseDraft;
  readonly isDisabled: boolean;
}): ReactNode {
  const words = useWords(phrasesWords);
  const client = useClient();
  const attempt = useAttempt();
  const listen = (): void => {
    const values = draft.slots.map((slot) => [slot.name, valueAt(slot, 0) || slot.name] as const);
    const { text } = fillSlots(draft.text, Object.fromEntries(values));
    const manner = {
      ...(draft.voiceId !== null && { voiceId: draft.voiceId }),
      ...(draft.styleId !== null && { styleId: draft.styleId }),
    };
    attempt(() => client.speechStart({ text, origin: 'preview', manner }));
  };
  return (
    <Button className={styles.listen} icon={<Play aria-hidden />} disabled={isDisabled} onClick={listen}>
      {words('listen')}
    </Button>
  );
}

function PhraseHotkey({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (hotkey: string) => void;
}): ReactNode {
  const words = useWords(phrasesWords);
  const host = useHostInfo();
  const isAvailable = host?.capabilities.globalHotkeys ?? false;
  return (
    <HotkeyField
      label={words('hotkey')}
      value={value}
      platform={host?.platform ?? ''}
      isDisabled={!isAvailable}
      note={isAvailable ? undefined : words('hotkeyUnavailable')}
      onChange={onChange}
    />
  );
}
