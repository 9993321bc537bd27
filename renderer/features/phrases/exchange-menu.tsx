import { Download, Ellipsis, Upload } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { useWords } from '../../i18n/index.js';
import { FileInput, IconButton, Menu } from '../../ui/index.js';
import type { Exchange } from './use-exchange.js';
import { phrasesWords } from './words.js';

export const ACCEPTED_FILES = '.json,.csv';

export interface ExchangeMenuProps {
  readonly exchange: Exchange;
  readonly canExport: boolean;
}

/** Import and export, which are seldom wanted. */
export function ExchangeMenu({ exchange, canExport }: ExchangeMenuProps): ReactNode {
  const words = useWords(phrasesWords);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={words('more')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          {
            key: 'import',
            label: words('import'),
            icon: <Upload aria-hidden />,
            onChoose: () => input.current?.click(),
          },
          ...(['json', 'csv'] as const).map((format) => ({
            key: format,
            label: words(format === 'json' ? 'exportJson' : 'exportCsv'),
            icon: <Download aria-hidden />,
            isDisabled: !canExport,
            onChoose: () => exchange.exportAs(format),
          })),
        ]}
      />
      <FileInput ref={input} accept={ACCEPTED_FILES} isMultiple onFiles={exchange.importFiles} />
    </>
  );
}
