import { Dices, Undo2 } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import type { DiffusionSettings } from '../../../engine/shared/contract.js';
import { useClient, useHostState, useSteeredValue } from '../../host/index.js';
import { formatPercent, useLanguage, useWords } from '../../i18n/index.js';
import { IconButton, Slider, Switch, TextField, useSettling, useDraft } from '../../ui/index.js';
import {
  DIFFUSION_NAMES,
  DIFFUSION_SCALES,
  MAX_SEED,
  parseSeed,
  withFigure,
  type DiffusionName,
} from './diffusion-controls.js';
import { voicesWords } from './words.js';
import styles from './style-panel.module.css';

const AS_THE_MODEL: DiffusionSettings = {};

/** How styles are drawn, where the chosen voice's model can; nothing elsewhere. */
export function DiffusionPanel(): ReactNode {
  const voices = useHostState('voicesWatch');
  const packs = useHostState('packsWatch');
  const settings = useHostState('settingsWatch');
  const packId = voices?.voices.find(({ id }) => id === voices.chosen.voiceId)?.packId;
  const canDraw = packs?.installed.find(({ id }) => id === packId)?.hasDiffusion ?? false;
  if (!canDraw || settings === undefined) return null;
  return <Panel kept={settings.diffusion} />;
}

function Panel({ kept }: { readonly kept: DiffusionSettings | null }): ReactNode {
  const words = useWords(voicesWords);
  const client = useClient();
  const settle = useSettling();
  const send = useCallback(
    (diffusion: DiffusionSettings | null) => settle(() => client.settingsChange({ patch: { diffusion } })),
    [client, settle],
  );
  const [diffusion, steer] = useSteeredValue(kept, send);
  return (
    <details className={styles.fold}>
      <summary>{words('drawn')}</summary>
      <div className={styles.foldBody}>
        <Switch
          label={words('drawnOn')}
          hint={words('drawnHint')}
          isOn={diffusion !== null}
          onChange={(isOn) => steer(isOn ? AS_THE_MODEL : null)}
        />
        {diffusion !== null && (
          <>
            {DIFFUSION_NAMES.map((name) => (
              <FigureSlider
                key={name}
                name={name}
                value={diffusion[name]}
                onChange={(value) => steer(withFigure(diffusion, name, value))}
              />
            ))}
            <SeedField
              seed={diffusion.seed}
              onChange={(seed) => steer(withFigure(diffusion, 'seed', seed))}
            />
          </>
        )}
      </div>
    </details>
  );
}

interface FigureSliderProps {
  readonly name: DiffusionName;
  /** Undefined: as the model has it. */
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

function FigureSlider({ name, value, onChange }: FigureSliderProps): ReactNode {
  const words = useWords(voicesWords);
  const language = useLanguage();
  const { min, max, step, usual } = DIFFUSION_SCALES[name];
  const label = words(name);
  const isShare = name === 'alpha' || name === 'beta' || name === 'carryOver';
  const shown =
    value === undefined
      ? words('asTheModel')
      : isShare
        ? formatPercent(value, language)
        : new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
  return (
    <div>
      <div className={styles.resettable}>
        <Slider
          label={label}
          value={value ?? usual}
          min={min}
          max={max}
          step={step}
          text={shown}
          onChange={onChange}
        />
        <IconButton
          label={words('reset', { name: label })}
          disabled={value === undefined}
          className={styles.reset}
          onClick={() => onChange(undefined)}
        >
          <Undo2 aria-hidden />
        </IconButton>
      </div>
      <p className={styles.hint}>{words(`${name}Hint`)}</p>
    </div>
  );
}

interface SeedFieldProps {
  readonly seed: number | undefined;
  readonly onChange: (seed: number | undefined) => void;
}

/** Which of the many drawings it is: typed, thrown, or left to the model. */
function SeedField({ seed, onChange }: SeedFieldProps): ReactNode {
  const words = useWords(voicesWords);
  const [typed, setTyped] = useDraft(seed === undefined ? '' : String(seed));
  const isUsable = typed.trim() === '' || parseSeed(typed) !== undefined;
  const keep = (): void => {
    const wanted = parseSeed(typed);
    if (isUsable && wanted !== seed) onChange(wanted);
  };
  return (
    <form
      className={styles.seed}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <TextField
        label={words('seed')}
        hint={words('seedHint')}
        problem={isUsable ? undefined : words('seedInvalid', { max: MAX_SEED })}
        inputMode="numeric"
        placeholder={words('asTheModel')}
        value={typed}
        onChange={(change) => setTyped(change.target.value)}
        onBlur={keep}
      />
      <IconButton
        label={words('throwSeed')}
        kind="plain"
        onClick={() => onChange(crypto.getRandomValues(new Uint32Array(1))[0])}
      >
        <Dices aria-hidden />
      </IconButton>
    </form>
  );
}
