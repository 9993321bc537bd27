import { useCallback, useMemo, useState } from 'react';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { useClient, useHostState } from '../../host/index.js';
import { useAttempt } from '../../ui/index.js';
import { draftOf } from './phrase-draft.js';

export interface PhraseActions {
  /** The phrase that is being prepared or heard. */
  readonly soundingId: string | undefined;
  readonly speak: (phrase: PhraseEntry, slots?: Readonly<Record<string, string>>) => void;
  readonly move: (id: string, groupId: string, index: number) => void;
  readonly retry: (id: string) => void;
  readonly remove: (id: string) => void;
  /** Keeps another take of a phrase without slots and speaks it. */
  readonly take: (phrase: PhraseEntry, take: number) => void;
}

/** What can be done with a phrase; the host's events show what came of it. */
export function usePhraseActions(): PhraseActions {
  const client = useClient();
  const attempt = useAttempt();
  const speech = useHostState('speechState');
  const [spoken, setSpoken] = useState<{ readonly utteranceId: number; readonly phraseId: string }>();
  const isSounding =
    speech?.utterance?.id === spoken?.utteranceId &&
    (speech?.status === 'speaking' || speech?.status === 'preparing' || speech?.status === 'paused');

  const speak = useCallback(
    ({ id }: Pick<PhraseEntry, 'id'>, slots: Readonly<Record<string, string>> = {}) =>
      attempt(async () => {
        const { utteranceId } = await client.phraseSpeak({ id, slots });
        setSpoken({ utteranceId, phraseId: id });
      }),
    [client, attempt],
  );
  return useMemo(
    () => ({
      soundingId: isSounding ? spoken?.phraseId : undefined,
      speak,
      move: (id, groupId, index) => attempt(() => client.phraseMove({ id, groupId, index })),
      retry: (id) => attempt(() => client.phraseRetry({ id })),
      remove: (id) => attempt(() => client.phraseRemove({ id })),
      take: (phrase, take) =>
        attempt(async () => {
          await client.phraseSave({ id: phrase.id, phrase: { ...draftOf(phrase), take } });
          if (phrase.slots.length === 0) speak(phrase);
        }),
    }),
    [client, attempt, speak, isSounding, spoken],
  );
}
