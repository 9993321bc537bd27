import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MemoryPlan } from '../../../engine/shared/app/settings.js';
import { formatMemory, formatSeconds, useLanguage, useWords } from '../../i18n/index.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

const PRECISIONS = ['fp32', 'fp16', 'int8'] as const;

type Words = ReturnType<typeof useWords<typeof settingsWords.en>>;
type Reason = MemoryPlan['reasons'][number];

/** What a budget buys, and what it has to do without. */
export function PlanFacts({ plan }: { readonly plan: MemoryPlan }): ReactNode {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const facts = [
    [words('buysExpected'), formatMemory(plan.expectedBytes, language)],
    [words('buysPrecision'), precisionWords(plan.precision, words)],
    [words('buysSegment'), formatSeconds(plan.maxSegmentDurationMs, language)],
    [words('buysPacks'), String(plan.residentPackCount)],
    [words('buysCache'), formatMemory(plan.hotCacheBytes, language)],
    [words('buysThreads'), String(plan.threads)],
  ] as const;
  return (
    <>
      <h3>{words('buys')}</h3>
      <dl className={styles.facts}>
        {facts.map(([what, value]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ul className={styles.reasons} aria-live="polite">
        {plan.reasons.map((reason) => {
          const isFine = reason.code === 'everything-fits';
          return (
            <li key={reason.code} className={isFine ? styles.fine : undefined}>
              {isFine ? <CircleCheck aria-hidden /> : <TriangleAlert aria-hidden />}
              {reasonWords(reason, words, language)}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function precisionWords(precision: string, words: Words): string {
  const known = PRECISIONS.find((one) => one === precision);
  return known === undefined ? precision : words(known);
}

function reasonWords({ code, values }: Reason, words: Words, language: string): string {
  const number = (name: string): number => Number(values[name] ?? 0);
  switch (code) {
    case 'everything-fits':
      return words(code);
    case 'segments-shortened':
      return words(code, {
        from: formatSeconds(number('from'), language),
        to: formatSeconds(number('to'), language),
      });
    case 'smaller-phrase-cache':
      return words(code, {
        from: formatMemory(number('from'), language),
        to: formatMemory(number('to'), language),
      });
    case 'smaller-precision':
      return words(code, {
        from: precisionWords(String(values.from ?? ''), words),
        to: precisionWords(String(values.to ?? ''), words),
      });
    case 'fewer-packs-resident':
    case 'fewer-threads':
      return words(code, { count: number('to'), from: number('from') });
    case 'pack-too-large':
      return words(code, {
        pack: String(values.packId ?? ''),
        needed: formatMemory(number('neededBytes'), language),
      });
    case 'budget-too-small':
      return words(code, { needed: formatMemory(number('neededBytes'), language) });
  }
}
