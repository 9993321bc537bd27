import { useEffect, useState } from 'react';
import { KeyPlaces } from './key-place.js';
import { actionOfKey, type TransportAction } from './transport-keys.js';

/**
 * Hears the transport's keys in the whole window.
 * @param act has to be stable (`useCallback`); false: it does nothing now, and the key means what it means elsewhere
 */
export function useTransportKeys(act: (action: TransportAction) => boolean): void {
  const [places] = useState(() => new KeyPlaces());
  useEffect(() => places.watch(), [places]);
  useEffect(() => {
    const hear = (press: KeyboardEvent): void => {
      const action = actionOfKey(press, places.placeOf(press.target));
      if (action !== undefined && act(action)) press.preventDefault();
    };
    // Before the page's own listeners: a popup that Escape closes must still be seen as open.
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [act, places]);
}
