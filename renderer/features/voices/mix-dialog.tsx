import { Play, Square, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { VoiceEntry } from '../../../engine/shared/app/voices.js';
import type { MixPart } from '../../../engine/shared/contract.js';
import { useClient } from '../../host/index.js';
import { formatPercent, useLanguage, useWords } from '../../i18n/index.js';
import { Button, Dialog, IconButton, Picker, Slider, TextField, useSubmit } from '../../ui/index.js';
import {
  asPercents,
  MAX_MIX_VOICES,
  MAX_WEIGHT,
  MIN_MIX_VOICES,
  MIN_WEIGHT,
  sharesOf,
} from './mix-shares.js';
import { usePreview } from './use-preview.js';
import { useVoiceGroups } from './use-voice-groups.js';
import { voicesWords } from './words.js';
import styles from './mix-dialog.module.css';

const HALF = 50;
const MAX_NAME_LENGTH = 60;
const NONE = '';
const PREVIEW_KEY = 'mix';

export interface MixDialogProps {
  readonly voices: readonly VoiceEntry[];
  /** The mix that is edited; a new one without it. */
  readonly mix?: VoiceEntry | undefined;
  /** A new mix begins with it. */
  readonly firstVoiceId: string;
  readonly onClose: () => void;
}

/** Puts a voice together from others; mounted while it is open. */
export function MixDialog({ voices, mix, firstVoiceId, onClose }: MixDialogProps): ReactNode {
  const words = useWords(voicesWords);
  const client = useClient();
  const preview = usePreview();
  const { trouble } = useVoiceGroups();
  const pure = voices.filter((voice) => voice.mix === undefined && trouble(voice) === undefined);
  const [name, setName] = useState(mix?.name ?? '');
  const [parts, setParts] = useState<readonly MixPart[]>(() =>
    mix?.mix ? asPercents(mix.mix) : startingParts(pure, firstVoiceId),
  );
  const isComplete = parts.length >= MIN_MIX_VOICES;
  const { problem, submit } = useSubmit(async () => {
    const asked = { ...(mix && { id: mix.id }), name: name.trim(), parts: [...parts] };
    const { id } = await client.mixSave(asked);
    await client.voiceChoose({ voiceId: id });
  }, onClose);
  const isSounding = preview.soundingKey === PREVIEW_KEY;
  return (
    <Dialog
      title={words(mix ? 'editMixTitle' : 'mixTitle')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button
            icon={isSounding ? <Square aria-hidden /> : <Play aria-hidden />}
            disabled={!isComplete}
            onClick={() => preview.toggle(PREVIEW_KEY, {}, parts)}
          >
            {words(isSounding ? 'stopPreview' : 'mixPreview')}
          </Button>
          <Button kind="primary" disabled={!isComplete || name.trim() === ''} onClick={submit}>
            {words('mixSave')}
          </Button>
        </>
      }
    >
      <p className={styles.hint}>{words('mixHint')}</p>
      <TextField
        label={words('mixName')}
        value={name}
        maxLength={MAX_NAME_LENGTH}
        problem={problem}
        onChange={(change) => setName(change.target.value)}
      />
      <ShareBar parts={parts} voices={voices} />
      <MixParts parts={parts} voices={pure} onChange={setParts} />
    </Dialog>
  );
}

function startingParts(voices: readonly VoiceEntry[], firstVoiceId: string): MixPart[] {
  const first = voices.find(({ id }) => id === firstVoiceId) ?? voices[0];
  const second = voices.find(
    ({ id, packId, language }) => id !== first?.id && packId === first?.packId && language === first.language,
  );
  return [first, second].flatMap((voice) => (voice ? [{ voice: voice.id, weight: HALF }] : []));
}

function nameOf(voices: readonly VoiceEntry[], voiceId: string): string {
  return voices.find(({ id }) => id === voiceId)?.name ?? voiceId;
}

interface PartsProps {
  readonly parts: readonly MixPart[];
  readonly voices: readonly VoiceEntry[];
}

/** The whole, cut into its shares. */
function ShareBar({ parts, voices }: PartsProps): ReactNode {
  const words = useWords(voicesWords);
  const language = useLanguage();
  const shares = sharesOf(parts);
  const said = parts.map(
    ({ voice }, index) => `${nameOf(voices, voice)} ${formatPercent(shares[index] ?? 0, language)}`,
  );
  return (
    <div role="img" aria-label={`${words('mixShares')}: ${said.join(', ')}`} className={styles.bar}>
      {parts.map(({ voice }, index) => (
        <span key={voice} data-part={index} style={{ flexGrow: shares[index] ?? 0 }}>
          {nameOf(voices, voice)}
        </span>
      ))}
    </div>
  );
}

function MixParts({
  parts,
  voices,
  onChange,
}: PartsProps & { readonly onChange: (parts: readonly MixPart[]) => void }): ReactNode {
  const words = useWords(voicesWords);
  const language = useLanguage();
  const { options } = useVoiceGroups();
  const shares = sharesOf(parts);
  const packId = voices.find(({ id }) => id === parts[0]?.voice)?.packId;
  // Style vectors of different packs have nothing to do with each other.
  const candidates = voices.filter(
    (voice) =>
      (packId === undefined || voice.packId === packId) && !parts.some((part) => part.voice === voice.id),
  );
  return (
    <>
      <ul className={styles.parts}>
        {parts.map((part, index) => {
          const name = nameOf(voices, part.voice);
          return (
            <li key={part.voice} className={styles.part}>
              <Slider
                label={words('mixShare', { name })}
                value={part.weight}
                min={MIN_WEIGHT}
                max={MAX_WEIGHT}
                step={1}
                text={formatPercent(shares[index] ?? 0, language)}
                onChange={(weight) =>
                  onChange(parts.map((one) => (one.voice === part.voice ? { ...one, weight } : one)))
                }
              />
              <IconButton
                label={words('mixTakeOut', { name })}
                onClick={() => onChange(parts.filter((one) => one.voice !== part.voice))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {parts.length < MAX_MIX_VOICES ? (
        <Picker
          label={words('mixAdd')}
          searchLabel={words('searchVoices')}
          value={NONE}
          missingLabel={words('mixAddNone')}
          groups={options(candidates, voices)}
          onChange={(id) => onChange([...parts, { voice: id, weight: HALF }])}
        />
      ) : (
        <p className={styles.hint}>{words('mixFull')}</p>
      )}
    </>
  );
}
