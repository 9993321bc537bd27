import { isPopupOpen } from '../../ui/index.js';
import type { KeyPlace } from './transport-keys.js';

const TEXT = 'textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])';
const CONTROL = `${TEXT}, input, button, a[href], summary, [tabindex]:not([tabindex='-1'])`;

/** What kind of place a key was pressed at. */
export function keyPlaceOf(target: EventTarget | null): KeyPlace {
  const element = target instanceof Element ? target : document.body;
  return {
    isText: element.closest(TEXT) !== null,
    isControl: element.closest(CONTROL) !== null,
    isPopupOpen: isPopupOpen(),
    isMac: navigator.userAgent.includes('Mac'),
  };
}
