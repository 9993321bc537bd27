import { Slider as BaseSlider } from '@base-ui/react/slider';
import { useId, type ReactNode } from 'react';
import styles from './slider.module.css';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as a person reads it, unit included. */
  readonly text: string;
  readonly onChange: (value: number) => void;
  readonly isDisabled?: boolean;
}

/** A labelled slider with its value in words. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  text,
  onChange,
  isDisabled = false,
}: SliderProps): ReactNode {
  const labelId = useId();
  return (
    <BaseSlider.Root
      className={styles.root}
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={isDisabled}
      onValueChange={(next) => onChange(next)}
    >
      <span id={labelId} className={styles.label}>
        {label}
      </span>
      <span className={styles.value}>{text}</span>
      <BaseSlider.Control className={styles.control}>
        <BaseSlider.Track className={styles.track}>
          <BaseSlider.Indicator className={styles.indicator} />
          <BaseSlider.Thumb
            className={styles.thumb}
            aria-labelledby={labelId}
            getAriaValueText={() => text}
          />
        </BaseSlider.Track>
      </BaseSlider.Control>
    </BaseSlider.Root>
  );
}
