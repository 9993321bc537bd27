import type { Unsubscribe } from '../../../engine/shared/transport.js';
import { isPopupOpen } from '../../ui/index.js';
import type { KeyPlace } from './transport-keys.js';

const TEXT = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])';
/** The space bar means nothing at a slider or a choice that is made: there it is the speech's. */
const CONTROL = `${TEXT}, input:not([type=range], [type=radio]:checked), button, a[href], summary, [tabindex]:not([tabindex='-1'], [role=slider])`;

/**
 * Tells what kind of place a key was pressed at. A button that was clicked keeps the focus, but the keys that follow are
 * not meant for it: who clicks "Speak" and then presses the space bar wants a pause, and not to hear it all again.
 */
export class KeyPlaces {
  #clicked: Element | null = null;

  /** Follows what is clicked, until it is told to stop. */
  watch(): Unsubscribe {
    const controller = new AbortController();
    const options = { capture: true, signal: controller.signal };
    window.addEventListener('pointerdown', ({ target }) => (this.#clicked = controlAt(target)), options);
    window.addEventListener(
      'focusin',
      ({ target }) => {
        if (controlAt(target) !== this.#clicked) this.#clicked = null;
      },
      options,
    );
    return () => controller.abort();
  }

  placeOf(target: EventTarget | null): KeyPlace {
    const control = controlAt(target);
    const isText = control?.closest(TEXT) != null;
    return {
      isText,
      isControl: control !== null && (isText || control !== this.#clicked),
      isPopupOpen: isPopupOpen(),
      isMac: navigator.userAgent.includes('Mac'),
    };
  }
}

function controlAt(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest(CONTROL) : null;
}
