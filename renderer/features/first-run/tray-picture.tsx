import type { ReactNode } from 'react';
import styles from './tray-picture.module.css';

const WIDTH = 480;
const HEIGHT = 132;
const BAR_HEIGHT = 28;

export interface TrayPictureProps {
  /** As Node names it. */
  readonly platform: string;
  readonly label: string;
}

/** The corner of a screen with Sotto's icon in it, as the platform has it: the bar below on Windows, above elsewhere. */
export function TrayPicture({ platform, label }: TrayPictureProps): ReactNode {
  const isBelow = platform === 'win32';
  const barY = isBelow ? HEIGHT - BAR_HEIGHT : 0;
  const middle = barY + BAR_HEIGHT / 2;
  // The clock is at the end everywhere; what stands beside it is not.
  const iconX = WIDTH - 148;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className={styles.picture}>
      <rect width={WIDTH} height={HEIGHT} className={styles.desk} />
      <rect y={barY} width={WIDTH} height={BAR_HEIGHT} className={styles.bar} />
      {isBelow && <path d={`M${iconX - 34} ${middle + 3} l5 -6 l5 6`} className={styles.line} />}
      <circle cx={iconX} cy={middle} r={19} className={styles.halo} />
      <path
        d={[-8, -4, 0, 4, 8]
          .map((x, index) => {
            const half = [3, 7, 4.5, 2.5, 1][index] ?? 0;
            return `M${iconX + x} ${middle - half} v${2 * half}`;
          })
          .join(' ')}
        className={styles.icon}
      />
      <path
        d={`M${iconX + 30} ${middle - 1} q8 -8 16 0 M${iconX + 34} ${middle + 3} q4 -4 8 0`}
        className={styles.line}
      />
      <path d={`M${iconX + 62} ${middle - 4} h14 v8 h-14 z m14 2 h2 v4 h-2`} className={styles.line} />
      <rect x={WIDTH - 56} y={middle - 4} width={40} height={8} rx={4} className={styles.clock} />
      <path
        d={
          isBelow
            ? `M${iconX} ${barY - 34} v24 m-5 -6 l5 6 l5 -6`
            : `M${iconX} ${BAR_HEIGHT + 42} v-24 m-5 6 l5 -6 l5 6`
        }
        className={styles.pointer}
      />
    </svg>
  );
}
