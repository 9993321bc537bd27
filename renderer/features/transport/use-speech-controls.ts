import { useCallback, useMemo } from 'react';
import type { SpeechState } from '../../../engine/shared/app/speech.js';
import { useClient, useHostState } from '../../host/index.js';
import { usePlayer } from '../../player/index.js';
import { useSpeechTracker } from '../../speech/index.js';
import { useAttempt } from '../../ui/index.js';

export interface SpeechControls {
  readonly state: SpeechState | undefined;
  /** Whether something is under way: prepared, spoken or paused. */
  readonly isActive: boolean;
  /** Pauses, goes on, or speaks the last text again: from where it was stopped, else from its start. */
  readonly toggle: () => void;
  readonly stop: () => void;
  readonly replay: () => void;
  readonly toSentence: (to: 'previous-sentence' | 'next-sentence') => void;
  /** @param offset UTF-16, into the utterance's text */
  readonly toOffset: (offset: number) => void;
  readonly mute: (isMuted: boolean) => void;
}

/** The state of the host's speech and what can be done about it. */
export function useSpeechControls(): SpeechControls {
  const client = useClient();
  const attempt = useAttempt();
  const player = usePlayer();
  const tracker = useSpeechTracker();
  const state = useHostState('speechState');
  const status = state?.status;
  const resumeOrRepeat = useCallback((): Promise<unknown> => {
    if (status === 'paused') return client.speechResume({});
    const position = tracker.positionSamples();
    const isAtEnd = position === 0 || position >= tracker.track.durationSamples;
    if (status === 'failed' || !isAtEnd)
      return client.speechSeek({ to: 'offset', offset: tracker.track.offsetAt(position) });
    return client.speechSeek({ to: 'start' });
  }, [client, status, tracker]);
  return useMemo(
    () => ({
      state,
      isActive: status === 'preparing' || status === 'speaking' || status === 'paused',
      toggle: () =>
        attempt(() =>
          status === 'speaking' || status === 'preparing' ? client.speechPause({}) : resumeOrRepeat(),
        ),
      stop() {
        player.hush();
        attempt(() => client.speechStop({}));
      },
      replay: () => attempt(() => client.speechSeek({ to: 'start' })),
      toSentence: (to) => attempt(() => client.speechSeek({ to })),
      toOffset: (offset) => attempt(() => client.speechSeek({ to: 'offset', offset })),
      mute: (isMuted) => attempt(() => client.speechMute({ isMuted })),
    }),
    [attempt, client, player, resumeOrRepeat, state, status],
  );
}
