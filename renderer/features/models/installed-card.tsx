import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { InstalledPackEntry } from '../../../engine/shared/app/packs.js';
import { useClient, useHostState } from '../../host/index.js';
import { formatBytes, useErrorLines, useLanguage, useWords } from '../../i18n/index.js';
import { classes, IconButton, Question, Select, useAttempt } from '../../ui/index.js';
import { Licence, WebLink } from './licence.js';
import { precisionName } from './precision-name.js';
import { Trouble } from './trouble.js';
import { modelsWords } from './words.js';
import styles from './model-card.module.css';

/** `Select` has strings alone; no precision is called so. */
const AUTOMATIC = '';

/** A model that can speak: what it is, what it takes, and how it is run. */
export function InstalledCard({ pack }: { readonly pack: InstalledPackEntry }): ReactNode {
  const words = useWords(modelsWords);
  const lines = useErrorLines();
  const { name, version, problem } = pack;
  return (
    <li className={classes(styles.card, problem !== null && styles.broken)}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h3>
            <span translate="no">{name}</span>
            {pack.isLoaded && <span className={styles.mark}>{words('loaded')}</span>}
          </h3>
          <p className={styles.facts}>
            {[version !== '' && words('version', { version }), pack.isBuiltIn && words('builtIn')]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {!pack.isBuiltIn && <RemoveButton pack={pack} />}
      </div>
      {problem !== null && <Trouble lines={lines(problem)} />}
      {/* Of a pack that cannot be read nothing is known. */}
      {pack.voiceCount > 0 && <Abilities pack={pack} />}
      <div className={styles.foot}>
        <PackFacts pack={pack} />
        <PrecisionChoice pack={pack} />
      </div>
    </li>
  );
}

function Abilities({ pack }: { readonly pack: InstalledPackEntry }): ReactNode {
  const words = useWords(modelsWords);
  const said = [
    ...pack.languages.map((code) => words(code)),
    words('voices', { count: pack.voiceCount }),
    words(pack.streamsWithinSentence ? 'streams' : 'streamsNot'),
    pack.takesRecordings ? words('recordings') : undefined,
    pack.hasDiffusion ? words('diffusion') : undefined,
  ];
  return <p>{said.filter((one) => one !== undefined).join(' · ')}</p>;
}

function PackFacts({ pack }: { readonly pack: InstalledPackEntry }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  return (
    <dl className={styles.details}>
      <div>
        <dt>{words('licence')}</dt>
        <dd>
          <Licence licence={pack.licence} />
        </dd>
      </div>
      {pack.source !== '' && (
        <div>
          <dt>{words('source')}</dt>
          <dd translate="no">
            <WebLink url={pack.source} text={pack.source.replace(/^https:\/\//, '')} />
          </dd>
        </div>
      )}
      <div>
        <dt>{words('size')}</dt>
        <dd>{formatBytes(pack.diskBytes, language)}</dd>
      </div>
      {pack.precisions.length === 1 && (
        <div>
          <dt>{words('precision')}</dt>
          <dd>
            {precisionName(pack.precision, words)} · {words('onlyPrecision')}
          </dd>
        </div>
      )}
    </dl>
  );
}

function PrecisionChoice({ pack }: { readonly pack: InstalledPackEntry }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const chosen = useHostState('settingsWatch')?.packPrecisions[pack.id] ?? AUTOMATIC;
  if (pack.precisions.length < 2) return null;
  return (
    <div className={styles.precision}>
      <Select
        label={words('precision')}
        name={words('precisionOf', { name: pack.name })}
        value={chosen}
        options={[
          {
            value: AUTOMATIC,
            // What the plan would choose is known only while it does.
            label:
              chosen === AUTOMATIC
                ? words('automaticNow', { precision: pack.precision })
                : words('automatic'),
            detail: words('automaticHint'),
          },
          ...pack.precisions.map(({ name, bytes }) => ({
            value: name,
            label: precisionName(name, words),
            detail: formatBytes(bytes, language),
          })),
        ]}
        onChange={(precision) =>
          attempt(() =>
            client.packSetPrecision({
              packId: pack.id,
              precision: precision === AUTOMATIC ? null : precision,
            }),
          )
        }
      />
    </div>
  );
}

function RemoveButton({ pack }: { readonly pack: InstalledPackEntry }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const [isAsking, setIsAsking] = useState(false);
  const { id, name, voiceCount, diskBytes } = pack;
  return (
    <>
      <IconButton label={words('remove', { name })} onClick={() => setIsAsking(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <Question
        title={words('removeTitle', { name })}
        isOpen={isAsking}
        action={words('removeNow')}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) attempt(() => client.packRemove({ packId: id }));
        }}
      >
        <p>{words('removeLost', { count: voiceCount, size: formatBytes(diskBytes, language) })}</p>
        <p>{words('removeStays')}</p>
      </Question>
    </>
  );
}
