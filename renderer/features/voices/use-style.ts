import { useCallback, useMemo } from 'react';
import type { StyleEntry, VoicesState } from '../../../engine/shared/app/voices.js';
import type { Controls } from '../../../engine/shared/schemas.js';
import { useClient, useHostState, useSteeredValue } from '../../host/index.js';
import { useAttempt, useSettling } from '../../ui/index.js';
import { changesTo, controlsInForce, isUnchanged, withoutPauses } from './controls.js';

export interface StyleSteering {
  readonly styles: readonly StyleEntry[];
  /** Undefined while what was chosen is not there any more. */
  readonly style: StyleEntry | undefined;
  /** Whether anything but pauses was changed since it was chosen: those are the listener's in any style. */
  readonly isBent: boolean;
  /** Whether the style would be another if what is heard were kept in it. */
  readonly isChanged: boolean;
  /** Style and changes together: what is heard. */
  readonly controls: Controls;
  readonly choose: (styleId: string) => void;
  readonly change: (controls: Controls) => void;
  /** Back to the style, pauses apart. */
  readonly undo: () => void;
}

const NO_CONTROLS: Controls = {};

/** The style in force, and the way to change it; undefined until the host has told. */
export function useStyle(): StyleSteering | undefined {
  const state = useHostState('voicesWatch');
  const client = useClient();
  const attempt = useAttempt();
  const settle = useSettling();
  const send = useCallback(
    (controls: Controls) => settle(() => client.voiceChoose({ controls })),
    [client, settle],
  );
  const [changes, steer] = useSteeredValue(state?.chosen.controls ?? NO_CONTROLS, send);
  return useMemo(() => {
    if (state === undefined) return undefined;
    const style = chosenStyle(state);
    const own = style?.controls ?? NO_CONTROLS;
    const controls = controlsInForce(own, changes);
    const differing = changesTo(own, controls);
    return {
      styles: state.styles,
      style,
      isBent: !isUnchanged(withoutPauses(differing)),
      isChanged: !isUnchanged(differing),
      controls,
      choose: (styleId) => attempt(() => client.voiceChoose({ styleId })),
      change: (wanted) => steer(changesTo(own, wanted)),
      undo: () => steer(changes.pauseMs ? { pauseMs: changes.pauseMs } : NO_CONTROLS),
    };
  }, [state, changes, client, attempt, steer]);
}

function chosenStyle({ styles, chosen }: VoicesState): StyleEntry | undefined {
  return styles.find(({ id }) => id === chosen.styleId);
}
