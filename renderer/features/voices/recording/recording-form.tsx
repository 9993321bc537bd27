import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import type { InstalledPackEntry } from '../../../../engine/shared/app/packs.js';
import { useClient, useHostState } from '../../../host/index.js';
import { formatDuration, useLanguage, useWords } from '../../../i18n/index.js';
import { Button, Dialog, Segments, Select, TextField, useAttempt, useSubmit } from '../../../ui/index.js';
import { inLanguage } from './finding-text.js';
import type { Made } from './made-voice.js';
import { PartSliders } from './part-sliders.js';
import { RecordingWaveform } from './recording-waveform.js';
import {
  cut,
  durationMsOf,
  factsOf,
  MAX_PART_MS,
  RECORDING_RATE_HZ,
  toBase64,
  usualPart,
} from './recording.js';
import { recordingWords } from './words.js';
import styles from './recording-dialog.module.css';

const MAX_NAME_LENGTH = 60;

export interface RecordingFormProps {
  readonly fileName: string;
  /** One channel at `RECORDING_RATE_HZ`. */
  readonly samples: Float32Array;
  /** Those that take recordings; one at least. */
  readonly packs: readonly InstalledPackEntry[];
  readonly onMade: (made: Made) => void;
  readonly onClose: () => void;
}

/** What is used of a recording, what the voice is called, and for which model and language it is made. */
export function RecordingForm({ fileName, samples, packs, onMade, onClose }: RecordingFormProps): ReactNode {
  const words = useWords(recordingWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const isShown = useIsShown();
  const formId = useId();
  const settings = useHostState('settingsWatch');
  const [name, setName] = useState(() => fileName.replace(/\.[^.]+$/, '').slice(0, MAX_NAME_LENGTH));
  const [packId, setPackId] = useState(packs[0]?.id ?? '');
  const pack = packs.find(({ id }) => id === packId) ?? packs[0];
  const [wantedLanguage, setLanguage] = useState<'en' | 'zh'>(language === 'zh-CN' ? 'zh' : 'en');
  const voiceLanguage = pack?.languages.includes(wantedLanguage) ? wantedLanguage : pack?.languages[0];
  const [part, setPart] = useState(() => usualPart(samples));
  const used = useMemo(() => cut(samples, part), [samples, part]);
  const facts = useMemo(() => factsOf(used), [used]);
  const [isAgreed, setIsAgreed] = useState(false);
  const hasConsent = isAgreed || (settings?.hasSeenRecordingConsent ?? false);
  const isUsable = facts.problem === undefined || facts.problem === 'clipped';
  const canMake = isUsable && hasConsent && name.trim() !== '' && voiceLanguage !== undefined;

  const make = async (): Promise<void> => {
    if (pack === undefined || voiceLanguage === undefined) return;
    const asked = {
      name: name.trim(),
      packId: pack.id,
      language: voiceLanguage,
      sampleRateHz: RECORDING_RATE_HZ,
      samples: toBase64(used),
      hasConsent,
    };
    const { voiceId, findings } = await client.recordingMakeVoice(asked).catch((thrown: unknown) => {
      throw inLanguage(thrown, language);
    });
    // Whoever closed the dialog while it was made does not want it.
    if (!isShown.current) {
      attempt(() => client.recordingRemoveVoice({ voiceId }));
      return;
    }
    // The voice is there whether or not this is kept: at worst it is asked once more.
    if (isAgreed) attempt(() => client.settingsChange({ patch: { hasSeenRecordingConsent: true } }));
    onMade({ voiceId, name: name.trim(), findings });
  };
  const { problem, isBusy, submit } = useSubmit(make, () => undefined);
  const isLong = durationMsOf(samples) > MAX_PART_MS;
  const length = formatDuration(facts.durationMs);
  const level = new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(facts.levelDb);
  const said = isUsable ? words('facts', { length, level }) : words('length', { length });
  return (
    <Dialog
      title={words('title')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} disabled={!canMake || isBusy}>
            {words(isBusy ? 'making' : 'make')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (canMake) submit();
        }}
      >
        <figure className={styles.sound}>
          <RecordingWaveform label={words('waveform', { name: fileName })} samples={samples} part={part} />
          <figcaption className={styles.hint}>{said}</figcaption>
        </figure>
        {isLong && <PartSliders durationMs={durationMsOf(samples)} part={part} onChange={setPart} />}
        {facts.problem !== undefined && (
          <p role="alert" className={isUsable ? styles.warning : styles.problem}>
            {words(facts.problem)}
          </p>
        )}
        <TextField
          label={words('name')}
          value={name}
          maxLength={MAX_NAME_LENGTH}
          problem={problem}
          onChange={(change) => setName(change.target.value)}
        />
        {packs.length > 1 && (
          <Select
            label={words('pack')}
            value={pack?.id ?? ''}
            options={packs.map((one) => ({ value: one.id, label: one.name }))}
            onChange={setPackId}
          />
        )}
        {pack !== undefined && pack.languages.length > 1 && (
          <div className={styles.labelled}>
            <span aria-hidden className={styles.label}>
              {words('language')}
            </span>
            <Segments
              label={words('language')}
              value={voiceLanguage}
              options={pack.languages.map((code) => ({ value: code, label: words(code) }))}
              onChange={setLanguage}
            />
          </div>
        )}
        <Consent
          isGiven={settings?.hasSeenRecordingConsent ?? false}
          isAgreed={isAgreed}
          onChange={setIsAgreed}
        />
      </form>
    </Dialog>
  );
}

function useIsShown(): { readonly current: boolean } {
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return isShown;
}

interface ConsentProps {
  /** Before, for another recording. */
  readonly isGiven: boolean;
  readonly isAgreed: boolean;
  readonly onChange: (isAgreed: boolean) => void;
}

/** Whose voice may be used; asked once, said always. */
function Consent({ isGiven, isAgreed, onChange }: ConsentProps): ReactNode {
  const words = useWords(recordingWords);
  if (isGiven) return <p className={styles.hint}>{words('consentGiven')}</p>;
  return (
    <label className={styles.consent}>
      <input type="checkbox" checked={isAgreed} onChange={(change) => onChange(change.target.checked)} />
      <span>{words('consent')}</span>
    </label>
  );
}
