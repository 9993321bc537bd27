import type { SpeechState } from '../engine/shared/app/speech.js';
import type { VoicesState } from '../engine/shared/app/voices.js';
import type { ShellTexts } from './texts.js';

/** The tray as plain data, made from what the app tells of itself. */

export type TrayIcon = 'idle' | 'preparing' | 'speaking' | 'muted';

/** What a person chose in the tray. */
export type TrayAction =
  | { readonly kind: 'quick-speak' | 'speak-selection' | 'speak-clipboard' }
  | { readonly kind: 'pause' | 'resume' | 'stop' }
  | { readonly kind: 'speak-recent'; readonly text: string }
  | { readonly kind: 'choose-voice'; readonly voiceId: string }
  | { readonly kind: 'mute'; readonly isMuted: boolean }
  | { readonly kind: 'unload' | 'open' | 'settings' | 'quit' };

export type TrayItem =
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: TrayAction;
      readonly isEnabled?: boolean;
      /** A sign before the label: one of several is chosen, or something is on. */
      readonly mark?: { readonly kind: 'radio' | 'checkbox'; readonly isSet: boolean };
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] }
  | { readonly kind: 'note'; readonly label: string };

export interface TrayState {
  readonly speech: SpeechState;
  /** The newest first. */
  readonly recent: readonly { readonly id: string; readonly text: string }[];
  readonly voices: VoicesState;
  readonly texts: ShellTexts;
  /** Whether the engine's process is there to be ended. */
  readonly isEngineLoaded: boolean;
}

const MAX_RECENT = 10;
const MAX_RECENT_CHARACTERS = 48;

/** Which picture the tray shows. Muted wins: it explains why nothing is heard. */
export function trayIcon({ status, isMuted }: SpeechState): TrayIcon {
  if (isMuted) return 'muted';
  if (status === 'preparing' || status === 'speaking') return status;
  return 'idle';
}

/** What the pointer is told above the icon. */
export function trayToolTip(state: TrayState): string {
  const { texts } = state;
  const byIcon = {
    idle: texts.stateIdle,
    preparing: texts.statePreparing,
    speaking: texts.stateSpeaking,
    muted: texts.stateMuted,
  };
  return byIcon[trayIcon(state.speech)];
}

/** The menu. Everything is in it, because on Linux a click on the icon may do nothing else. */
export function trayMenu(state: TrayState): readonly TrayItem[] {
  const { texts, speech } = state;
  const isSounding = speech.status === 'speaking' || speech.status === 'preparing';
  const isPaused = speech.status === 'paused';
  const separator = { kind: 'separator' } as const;
  return [
    { kind: 'action', label: texts.quickSpeak, action: { kind: 'quick-speak' } },
    { kind: 'action', label: texts.speakSelection, action: { kind: 'speak-selection' } },
    { kind: 'action', label: texts.speakClipboard, action: { kind: 'speak-clipboard' } },
    separator,
    isPaused
      ? { kind: 'action', label: texts.resume, action: { kind: 'resume' } }
      : { kind: 'action', label: texts.pause, action: { kind: 'pause' }, isEnabled: isSounding },
    { kind: 'action', label: texts.stop, action: { kind: 'stop' }, isEnabled: isSounding || isPaused },
    separator,
    { kind: 'submenu', label: texts.recent, items: recentItems(state) },
    { kind: 'submenu', label: texts.voices, items: voiceItems(state) },
    {
      kind: 'action',
      label: texts.mute,
      action: { kind: 'mute', isMuted: !speech.isMuted },
      mark: { kind: 'checkbox', isSet: speech.isMuted },
    },
    { kind: 'action', label: texts.unload, action: { kind: 'unload' }, isEnabled: state.isEngineLoaded },
    separator,
    { kind: 'action', label: texts.open, action: { kind: 'open' } },
    { kind: 'action', label: texts.settings, action: { kind: 'settings' } },
    separator,
    { kind: 'action', label: texts.quit, action: { kind: 'quit' } },
  ];
}

function recentItems({ recent, texts }: TrayState): readonly TrayItem[] {
  if (recent.length === 0) return [{ kind: 'note', label: texts.nothingRecent }];
  return recent
    .slice(0, MAX_RECENT)
    .map(({ text }) => ({ kind: 'action', label: shortened(text), action: { kind: 'speak-recent', text } }));
}

/** Favourites come first; the others stay in the pack's order. */
function voiceItems({ voices }: TrayState): readonly TrayItem[] {
  const ordered = [...voices.voices].sort((a, b) => Number(b.isFavourite) - Number(a.isFavourite));
  return ordered.map(({ id, name }) => ({
    kind: 'action',
    label: name,
    action: { kind: 'choose-voice', voiceId: id },
    mark: { kind: 'radio', isSet: id === voices.chosen.voiceId },
  }));
}

/** A text as a menu's line: on one line, cut between characters that are seen as one. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = [...new Intl.Segmenter().segment(line)];
  if (characters.length <= MAX_RECENT_CHARACTERS) return line;
  const kept = characters.slice(0, MAX_RECENT_CHARACTERS - 1);
  return `${kept
    .map(({ segment }) => segment)
    .join('')
    .trimEnd()}…`;
}
