import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { formatDuration, useWords } from '../../i18n/index.js';
import { useSpeechFrames, useSpeechTracker, type SpeechTracker } from '../../speech/index.js';
import { drawBars, type CanvasSize } from './draw-bars.js';
import { useTheme } from './use-theme.js';
import { BAR_PITCH_PX, WaveformBars } from './waveform-bars.js';
import { transportWords } from './words.js';
import styles from './waveform.module.css';

/** How far an arrow key goes. */
const STEP_S = 5;

export interface WaveformProps {
  /** @param offset UTF-16, into the utterance's text */
  readonly onSeek: (offset: number) => void;
}

/** The speech as a picture: what was heard in colour, what is not rendered yet as dots. A click goes there. */
export function Waveform({ onSeek }: WaveformProps): ReactNode {
  const words = useWords(transportWords);
  const tracker = useSpeechTracker();
  const theme = useTheme();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const sliderRef = useRef<HTMLDivElement>(null);
  const [bars] = useState(() => new WaveformBars());
  const size = useSize(canvasRef);

  useSpeechFrames(
    useCallback(
      (moving: SpeechTracker) => {
        if (canvasRef.current === null || sliderRef.current === null || size.width === 0) return;
        const { track } = moving;
        const position = moving.positionSamples();
        const heights = bars.of(track, Math.floor(size.width / BAR_PITCH_PX));
        drawBars(canvasRef.current, size, heights, position / Math.max(1, track.durationSamples));
        tellPosition(
          sliderRef.current,
          position / track.sampleRateHz,
          track.durationSamples / track.sampleRateHz,
        );
      },
      // The canvas takes its colours from the theme.
      [bars, size, theme],
    ),
  );

  const seekTo = (sample: number): void => {
    const { track } = tracker;
    onSeek(track.offsetAt(Math.min(track.durationSamples, Math.max(0, sample))));
  };
  const click = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    seekTo(((event.clientX - left) / width) * tracker.track.durationSamples);
  };
  const press = (event: KeyboardEvent): void => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined || event.altKey) return;
    event.preventDefault();
    seekTo(tracker.positionSamples() + direction * STEP_S * tracker.track.sampleRateHz);
  };
  return (
    <div
      ref={sliderRef}
      role="slider"
      tabIndex={0}
      aria-label={words('position')}
      aria-valuemin={0}
      className={styles.waveform}
      onPointerDown={click}
      onKeyDown={press}
    >
      <canvas ref={canvasRef} className={styles.canvas} />
    </div>
  );
}

/** Seconds for a screen reader, written only when they have changed: not sixty times a second. */
function tellPosition(slider: HTMLElement, positionS: number, durationS: number): void {
  const now = String(Math.floor(positionS));
  const max = String(Math.floor(durationS));
  if (slider.getAttribute('aria-valuenow') === now && slider.getAttribute('aria-valuemax') === max) return;
  slider.setAttribute('aria-valuemax', max);
  slider.setAttribute('aria-valuenow', now);
  slider.setAttribute(
    'aria-valuetext',
    `${formatDuration(Number(now) * 1000)} / ${formatDuration(Number(max) * 1000)}`,
  );
}

function useSize(ref: RefObject<HTMLElement | null>): CanvasSize {
  const [size, setSize] = useState<CanvasSize>({ width: 0, height: 0 });
  useEffect(() => {
    if (ref.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
