import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useHostState } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, Menu } from '../../ui/index.js';
import { speakWords } from './words.js';

/** More than fills the menu; the rest is forgotten soon anyway. */
const SHOWN_COUNT = 12;
const SHOWN_CHARACTERS = 90;

/** The last texts that were spoken, to have one again. */
export function RecentMenu({ onChoose }: { readonly onChoose: (text: string) => void }): ReactNode {
  const words = useWords(speakWords);
  const items = useHostState('recentWatch')?.items ?? [];
  return (
    <Menu
      trigger={
        <Button kind="quiet" icon={<History aria-hidden />} disabled={items.length === 0}>
          {words('recent')}
        </Button>
      }
      items={items.slice(0, SHOWN_COUNT).map(({ id, text }) => ({
        key: id,
        label: text.slice(0, SHOWN_CHARACTERS).replaceAll(/\s+/g, ' ').trim(),
        onChoose: () => onChoose(text),
      }))}
    />
  );
}
