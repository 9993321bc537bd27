import type { HotkeyAction } from '../../shared/app/settings.js';
import { SottoError } from '../../shared/errors.js';
import type { PhrasesService } from '../phrases/phrases-service.js';
import type { PlaybackSession } from '../session/playback-session.js';
import { phraseAction } from './create-hotkeys.js';

export interface HotkeyTargets {
  readonly session: PlaybackSession;
  readonly phrases: Pick<PhrasesService, 'hotkeys' | 'speak'>;
  speakSelection(): Promise<unknown>;
  speakClipboard(): Promise<unknown>;
  openQuick(): void;
}

/**
 * Does what a shortcut is for.
 * @param action as `HotkeysOptions.onPressed` tells it
 * @throws SottoError as the call that it becomes
 */
export async function runHotkey(action: string, targets: HotkeyTargets): Promise<void> {
  const { session, phrases } = targets;
  const phrase = phrases.hotkeys().find(({ phraseId }) => phraseAction(phraseId) === action);
  if (phrase) {
    await phrases.speak(phrase.phraseId);
    return;
  }
  switch (action as HotkeyAction) {
    case 'quickSpeak':
      targets.openQuick();
      return;
    case 'speakSelection':
      await targets.speakSelection();
      return;
    case 'speakClipboard':
      await targets.speakClipboard();
      return;
    case 'pauseResume':
      if (session.state().status === 'paused') session.resume();
      else session.pause();
      return;
    case 'stop':
      session.stop();
      return;
    default:
      throw new SottoError({ code: 'unknown-item', message: `nothing is done by "${action}" any more` });
  }
}
