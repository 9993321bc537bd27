import { Undo2 } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import type { Controls } from '../../../engine/shared/schemas.js';
import { useClient, useHostState, useSteeredValue } from '../../host/index.js';
import { formatSeconds, useLanguage, useWords } from '../../i18n/index.js';
import { IconButton, Slider, useSettling } from '../../ui/index.js';
import { PAUSE_MARKS, readPause, writePause } from './controls.js';
import { voicesWords } from './words.js';
import styles from './style-panel.module.css';

const MAX_PAUSE_MS = 2000;
const MAX_PARAGRAPH_PAUSE_MS = 3000;
const PAUSE_STEP_MS = 50;
/** As settings have it from the start. */
const DEFAULT_PARAGRAPH_PAUSE_MS = 350;
/** Where the thumb of an automatic pause rests: about what voices do by themselves. */
const TYPICAL_PAUSE_MS = 300;

export interface PausePanelProps {
  readonly controls: Controls;
  /** As the style has them. */
  readonly own: Controls;
  readonly onChange: (controls: Controls) => void;
}

/** How long the voice rests at each mark. */
export function PausePanel({ controls, own, onChange }: PausePanelProps): ReactNode {
  const words = useWords(voicesWords);
  return (
    <details className={styles.fold}>
      <summary>{words('pauses')}</summary>
      <div className={styles.foldBody}>
        <p className={styles.hint}>{words('pausesHint')}</p>
        {PAUSE_MARKS.map(({ symbol, name }) => (
          <PauseSlider
            key={symbol}
            label={words(name)}
            pauseMs={readPause(controls, symbol)}
            initialMs={readPause(own, symbol)}
            maxMs={MAX_PAUSE_MS}
            onChange={(pauseMs) => onChange(writePause(controls, symbol, pauseMs))}
          />
        ))}
        <ParagraphPause />
      </div>
    </details>
  );
}

function ParagraphPause(): ReactNode {
  const words = useWords(voicesWords);
  const client = useClient();
  const settle = useSettling();
  const settings = useHostState('settingsWatch');
  const send = useCallback(
    (paragraphPauseMs: number) => settle(() => client.settingsChange({ patch: { paragraphPauseMs } })),
    [client, settle],
  );
  const [pauseMs, steer] = useSteeredValue(settings?.paragraphPauseMs ?? DEFAULT_PARAGRAPH_PAUSE_MS, send);
  return (
    <PauseSlider
      label={words('paragraph')}
      pauseMs={pauseMs}
      initialMs={DEFAULT_PARAGRAPH_PAUSE_MS}
      maxMs={MAX_PARAGRAPH_PAUSE_MS}
      onChange={(next) => steer(next ?? DEFAULT_PARAGRAPH_PAUSE_MS)}
    />
  );
}

interface PauseSliderProps {
  readonly label: string;
  /** Undefined: automatic. */
  readonly pauseMs: number | undefined;
  readonly initialMs: number | undefined;
  readonly maxMs: number;
  readonly onChange: (pauseMs: number | undefined) => void;
}

function PauseSlider({ label, pauseMs, initialMs, maxMs, onChange }: PauseSliderProps): ReactNode {
  const words = useWords(voicesWords);
  const language = useLanguage();
  return (
    <div className={styles.resettable}>
      <Slider
        label={label}
        value={pauseMs ?? TYPICAL_PAUSE_MS}
        min={0}
        max={maxMs}
        step={PAUSE_STEP_MS}
        text={pauseMs === undefined ? words('automatic') : formatSeconds(pauseMs, language)}
        onChange={onChange}
      />
      <IconButton
        label={words('reset', { name: label })}
        disabled={pauseMs === initialMs}
        className={styles.reset}
        onClick={() => onChange(initialMs)}
      >
        <Undo2 aria-hidden />
      </IconButton>
    </div>
  );
}
