import { useCallback, useState } from 'react';
import type { PhrasesFormat, PhrasesImportResult } from '../../../engine/shared/app/phrases.js';
import { SottoError } from '../../../engine/shared/errors.js';
import { valueOf } from '../../../engine/shared/outcome.js';
import { useBridge, useClient } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { useAttempt, useToasts } from '../../ui/index.js';
import { phrasesWords } from './words.js';

export interface Exchange {
  /** What the last import did; undefined when it was read. */
  readonly report: PhrasesImportResult | undefined;
  readonly importFiles: (files: readonly File[]) => void;
  readonly exportAs: (format: PhrasesFormat) => void;
  readonly closeReport: () => void;
}

/** Phrases in from files, and out to one. */
export function useExchange(): Exchange {
  const words = useWords(phrasesWords);
  const client = useClient();
  const bridge = useBridge();
  const attempt = useAttempt();
  const toasts = useToasts();
  const [report, setReport] = useState<PhrasesImportResult>();
  const importFiles = useCallback(
    (files: readonly File[]) =>
      attempt(async () => {
        const total: PhrasesImportResult = { added: 0, skipped: [], adjusted: [] };
        for (const file of files) {
          const format = formatOf(file.name);
          if (format === undefined)
            throw new SottoError({ code: 'bad-input', message: words('importWrongKind') });
          const result = await client.phrasesImport({ format, text: await file.text() });
          total.added += result.added;
          total.skipped.push(...result.skipped);
          total.adjusted.push(...result.adjusted);
          setReport({ ...total });
        }
      }),
    [attempt, client, words],
  );
  const exportAs = useCallback(
    (format: PhrasesFormat) =>
      attempt(async () => {
        const { downloadId, fileName } = await client.phrasesExport({ format });
        const isKept = valueOf(await bridge.saveDownload(downloadId, fileName));
        if (isKept) toasts.info(words('exported', { name: fileName }));
      }),
    [attempt, bridge, client, toasts, words],
  );
  return { report, importFiles, exportAs, closeReport: () => setReport(undefined) };
}

function formatOf(fileName: string): PhrasesFormat | undefined {
  const extension = fileName.toLowerCase().split('.').at(-1);
  return extension === 'json' || extension === 'csv' ? extension : undefined;
}
