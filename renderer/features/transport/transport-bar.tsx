import {
  CircleHelp,
  Pause,
  Play,
  RotateCcw,
  SkipBack,
  SkipForward,
  Square,
  TriangleAlert,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { lazy, Suspense, useCallback, useState, type ReactNode } from 'react';
import type { SpeechState } from '../../../engine/shared/app/speech.js';
import { deviceReason, useErrorLines, useLanguage, useWords } from '../../i18n/index.js';
import { Button, IconButton } from '../../ui/index.js';
import { PositionText } from './position-text.js';
import { useSpeechNotices } from './speech-notices.js';
import type { TransportAction } from './transport-keys.js';
import { useLoadingModel } from './use-loading-model.js';
import { useSpeechControls, type SpeechControls } from './use-speech-controls.js';
import { useTransportKeys } from './use-transport-keys.js';
import { useSlowness } from './use-slowness.js';
import { Waveform } from './waveform.js';
import { transportWords } from './words.js';
import styles from './transport-bar.module.css';

const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.js')).ShortcutSheet }));

/** What is being spoken, and everything that can be done about it, below every view. */
export function TransportBar(): ReactNode {
  const words = useWords(transportWords);
  const controls = useSpeechControls();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useSpeechNotices();
  useTransportKeys(
    useCallback(
      (action: TransportAction) => {
        if (action === 'help') setIsHelpOpen(true);
        return action === 'help' || act(controls, action);
      },
      [controls],
    ),
  );
  const { state } = controls;
  return (
    <footer className={styles.bar} aria-label={words('transport')}>
      <MainButtons controls={controls} />
      <div className={styles.middle}>
        {state?.utterance ? (
          <>
            <div className={styles.line}>
              <Title state={state} />
              <PositionText />
            </div>
            <Waveform onSeek={controls.toOffset} />
          </>
        ) : (
          <p className={styles.nothing}>{words('nothing')}</p>
        )}
      </div>
      <SideButtons controls={controls} onHelp={() => setIsHelpOpen(true)} />
      {isHelpOpen && (
        <Suspense fallback={null}>
          <ShortcutSheet onClose={() => setIsHelpOpen(false)} />
        </Suspense>
      )}
    </footer>
  );
}

/** @returns whether there was anything to do */
function act(controls: SpeechControls, action: Exclude<TransportAction, 'help'>): boolean {
  if (action === 'stop') {
    // Whatever is known: a speech that was asked for a moment ago has not been told yet.
    controls.stop();
    return controls.isActive;
  }
  if (!controls.state?.utterance) return false;
  if (action === 'toggle') controls.toggle();
  else controls.toSentence(action);
  return true;
}

function MainButtons({ controls }: { readonly controls: SpeechControls }): ReactNode {
  const words = useWords(transportWords);
  const { state } = controls;
  const isRunning = state?.status === 'speaking' || state?.status === 'preparing';
  const isEmpty = !state?.utterance;
  return (
    <div className={styles.buttons}>
      <IconButton
        label={words('previousSentence')}
        disabled={isEmpty}
        onClick={() => controls.toSentence('previous-sentence')}
      >
        <SkipBack aria-hidden />
      </IconButton>
      <IconButton
        label={words(isRunning ? 'pause' : 'play')}
        kind={isEmpty ? 'plain' : 'primary'}
        className={styles.play}
        disabled={isEmpty}
        onClick={controls.toggle}
      >
        {isRunning ? <Pause aria-hidden /> : <Play aria-hidden />}
      </IconButton>
      <IconButton
        label={words('nextSentence')}
        disabled={isEmpty}
        onClick={() => controls.toSentence('next-sentence')}
      >
        <SkipForward aria-hidden />
      </IconButton>
    </div>
  );
}

function SideButtons({
  controls,
  onHelp,
}: {
  readonly controls: SpeechControls;
  readonly onHelp: () => void;
}): ReactNode {
  const words = useWords(transportWords);
  const isMuted = controls.state?.isMuted ?? false;
  return (
    <div className={styles.buttons}>
      <IconButton label={words('replay')} disabled={!controls.state?.utterance} onClick={controls.replay}>
        <RotateCcw aria-hidden />
      </IconButton>
      <IconButton label={words('stop')} disabled={!controls.isActive} onClick={controls.stop}>
        <Square aria-hidden />
      </IconButton>
      <IconButton
        label={words('mute')}
        title={words(isMuted ? 'unmute' : 'mute')}
        aria-pressed={isMuted}
        onClick={() => controls.mute(!isMuted)}
      >
        {isMuted ? <VolumeX aria-hidden /> : <Volume2 aria-hidden />}
      </IconButton>
      <IconButton label={words('shortcuts')} onClick={onHelp}>
        <CircleHelp aria-hidden />
      </IconButton>
    </div>
  );
}

function Title({ state }: { readonly state: SpeechState }): ReactNode {
  const words = useWords(transportWords);
  const lines = useErrorLines();
  const loadingModel = useLoadingModel();
  const { status, player, utterance, error } = state;
  const isWanted = status === 'preparing' || status === 'speaking';
  if (status === 'failed' && error !== null) {
    const said = lines(error);
    return (
      <p className={styles.failure} role="alert" title={said.join('\n')}>
        <TriangleAlert aria-hidden />
        <span className={styles.text}>{said.join(' · ')}</span>
      </p>
    );
  }
  if (isWanted && player === 'blocked')
    // The click itself is what the browser waits for: the player hears it.
    return (
      <Button
        kind="primary"
        className={styles.blocked}
        icon={<Volume2 aria-hidden />}
        title={words('blockedWhy')}
      >
        {words('blocked')}
      </Button>
    );
  const note = noteOf(state);
  return (
    <p className={styles.title}>
      <span className={styles.text} title={utterance?.title}>
        {utterance?.title}
      </span>
      <span className={styles.note} role="status">
        {note === 'preparing' && loadingModel !== undefined
          ? words('loadingModel', { name: loadingModel })
          : note !== undefined && words(note)}
      </span>
      <FirstAudio state={state} />
    </p>
  );
}

function noteOf({
  status,
  player,
  isMuted,
}: SpeechState): 'preparing' | 'paused' | 'muted' | 'noPlayer' | undefined {
  const isWanted = status === 'preparing' || status === 'speaking';
  if (isWanted && player === 'none') return 'noPlayer';
  if (status === 'preparing') return 'preparing';
  if (status === 'paused') return 'paused';
  return isMuted && isWanted ? 'muted' : undefined;
}

/** How fast it was, for those who look for it. */
function FirstAudio({ state }: { readonly state: SpeechState }): ReactNode {
  const words = useWords(transportWords);
  const language = useLanguage();
  const { firstAudioMs, underrunCount, utterance } = state;
  const reason = deviceReason(state, language);
  const isSlow = useSlowness(utterance?.id);
  const details = [
    underrunCount === 0 ? words('noUnderruns') : words('underruns', { count: underrunCount }),
    isSlow && words('slowerThanRealTimeWhy'),
    reason !== undefined && words('deviceTrouble', { reason }),
  ];
  return (
    <span className={styles.aside} title={details.filter(Boolean).join('\n')}>
      {reason !== undefined && <TriangleAlert aria-hidden />}
      {firstAudioMs !== null && words('firstAudio', { ms: Math.round(firstAudioMs) })}
      {isSlow && ` · ${words('slowerThanRealTime')}`}
    </span>
  );
}
