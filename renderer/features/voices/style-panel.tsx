import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatPercent, formatSigned, useLanguage, useWords } from '../../i18n/index.js';
import { Button, IconButton, Segments, Slider } from '../../ui/index.js';
import { CONTROL_NAMES, CONTROL_SCALES, readControl, writeControl, type ControlName } from './controls.js';
import { DiffusionPanel } from './diffusion-panel.js';
import { PausePanel } from './pause-panel.js';
import { StyleKeeping } from './style-keeping.js';
import { useStyle } from './use-style.js';
import { useVoiceWords } from './voice-words.js';
import { voicesWords } from './words.js';
import styles from './style-panel.module.css';

/** How the chosen voice speaks: named styles, and everything that can be changed about one. */
export function StylePanel(): ReactNode {
  const words = useWords(voicesWords);
  const { styleName } = useVoiceWords();
  const steering = useStyle();
  if (steering === undefined) return null;
  const { style, controls, isBent } = steering;
  return (
    <section className={styles.panel} aria-label={words('style')}>
      <div className={styles.head}>
        <h2>{words('style')}</h2>
        {isBent && (
          <Button kind="quiet" icon={<Undo2 aria-hidden />} onClick={() => steering.undo()}>
            {words('resetAll')}
          </Button>
        )}
      </div>
      <Segments
        label={words('style')}
        value={style?.id}
        options={steering.styles.map((one) => ({ value: one.id, label: styleName(one) }))}
        onChange={(id) => steering.choose(id)}
      />
      <p className={styles.hint}>{words('styleHint')}</p>
      <div className={styles.sliders}>
        {CONTROL_NAMES.map((name) => (
          <ControlSlider
            key={name}
            name={name}
            value={readControl(controls, name)}
            initial={readControl(style?.controls ?? {}, name)}
            onChange={(value) => steering.change(writeControl(controls, name, value))}
          />
        ))}
      </div>
      <PausePanel
        controls={controls}
        own={style?.controls ?? {}}
        onChange={(next) => steering.change(next)}
      />
      <DiffusionPanel />
      <StyleKeeping steering={steering} />
    </section>
  );
}

interface ControlSliderProps {
  readonly name: ControlName;
  readonly value: number;
  /** As the style has it. */
  readonly initial: number;
  readonly onChange: (value: number) => void;
}

function ControlSlider({ name, value, initial, onChange }: ControlSliderProps): ReactNode {
  const words = useWords(voicesWords);
  const text = useControlText(name, value);
  const { min, max, step } = CONTROL_SCALES[name];
  return (
    <div className={styles.resettable}>
      <Slider
        label={words(name)}
        value={value}
        min={min}
        max={max}
        step={step}
        text={text}
        onChange={onChange}
      />
      <IconButton
        label={words('reset', { name: words(name) })}
        disabled={value === initial}
        className={styles.reset}
        onClick={() => onChange(initial)}
      >
        <Undo2 aria-hidden />
      </IconButton>
    </div>
  );
}

function useControlText(name: ControlName, value: number): string {
  const words = useWords(voicesWords);
  const language = useLanguage();
  const isNeutral = value === CONTROL_SCALES[name].neutral;
  switch (name) {
    case 'pace': {
      const shown = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value);
      if (isNeutral) return words('paceNormal');
      return words(value > 1 ? 'paceFaster' : 'paceSlower', { value: shown });
    }
    case 'pitch':
      return isNeutral ? words('pitchNormal') : words('pitchValue', { value: formatSigned(value, language) });
    case 'energy':
      return isNeutral
        ? words('energyNormal')
        : words('energyValue', { value: formatSigned(value, language) });
    case 'liveliness':
    case 'variation':
      return formatPercent(value, language);
  }
}
