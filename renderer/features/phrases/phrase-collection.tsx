import type { ReactNode } from 'react';
import { MessageSquareText } from 'lucide-react';
import { useWords } from '../../i18n/index.js';
import { EmptyState } from '../../ui/index.js';
import type { PhraseEntry } from '../../../engine/shared/app/phrases.js';
import { PhraseRow } from './phrase-row.js';
import { PhraseTile, type PhraseItemProps } from './phrase-tile.js';
import { phrasesWords } from './words.js';
import rowStyles from './phrase-row.module.css';
import tileStyles from './phrase-tile.module.css';

export type Layout = 'tiles' | 'list';

const LAST_DIGIT = 9;

export interface PhraseCollectionProps extends Omit<PhraseItemProps, 'phrase' | 'digit'> {
  readonly layout: Layout;
  readonly phrases: readonly PhraseEntry[];
}

/** Phrases as tiles to speak, or as a list to edit. */
export function PhraseCollection({ layout, phrases, ...rest }: PhraseCollectionProps): ReactNode {
  const words = useWords(phrasesWords);
  if (phrases.length === 0) {
    const isSearch = rest.order === undefined;
    return (
      <EmptyState
        icon={<MessageSquareText aria-hidden />}
        title={words(isSearch ? 'nothingFound' : 'emptyGroup')}
      >
        {isSearch && <p>{words('nothingFoundHint')}</p>}
      </EmptyState>
    );
  }
  const Item = layout === 'tiles' ? PhraseTile : PhraseRow;
  return (
    <ul className={layout === 'tiles' ? tileStyles.tiles : rowStyles.rows} aria-label={words('phrases')}>
      {phrases.map((phrase, index) => (
        <Item key={phrase.id} phrase={phrase} digit={index < LAST_DIGIT ? index + 1 : undefined} {...rest} />
      ))}
    </ul>
  );
}
