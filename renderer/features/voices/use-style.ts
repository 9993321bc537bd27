import { useCallback, useMemo } from 'react';
import type { StyleEntry, VoicesState } from '../../../engine/shared/app/voices.js';
import type { Controls } from '../../../engine/shared/schemas.js';
import { useClient, useHostState, useSteeredValue } from '../../host/index.js';
import { useAttempt } from '../../ui/index.js';
import { changesTo, controlsInForce } from './controls.js';

export interface StyleSteering {
  readonly styles: readonly StyleEntry[];
  /** Undefined while what was chosen is not there any more. */
  readonly style: StyleEntry | undefined;
  /** On top of the style. */
  readonly changes: Controls;
  /** Style and changes together: what is heard. */
  readonly controls: Controls;
  readonly choose: (styleId: string) => void;
  readonly change: (controls: Controls) => void;
  readonly undo: () => void;
}

const NO_CONTROLS: Controls = {};

/** The style in force, and the way to change it; undefined until the host has told. */
export function useStyle(): StyleSteering | undefined {
  const state = useHostState('voicesWatch');
  const client = useClient();
  const attempt = useAttempt();
  const send = useCallback(
    async (controls: Controls) => {
      const answered = client.voiceChoose({ controls });
      attempt(() => answered);
      await answered.catch(() => undefined);
    },
    [client, attempt],
  );
  const [changes, steer] = useSteeredValue(state?.chosen.controls ?? NO_CONTROLS, send);
  return useMemo(() => {
    if (state === undefined) return undefined;
    const style = chosenStyle(state);
    const own = style?.controls ?? NO_CONTROLS;
    return {
      styles: state.styles,
      style,
      changes,
      controls: controlsInForce(own, changes),
      choose: (styleId) => attempt(() => client.voiceChoose({ styleId })),
      change: (controls) => steer(changesTo(own, controls)),
      undo: () => steer(NO_CONTROLS),
    };
  }, [state, changes, client, attempt, steer]);
}

function chosenStyle({ styles, chosen }: VoicesState): StyleEntry | undefined {
  return styles.find(({ id }) => id === chosen.styleId);
}
