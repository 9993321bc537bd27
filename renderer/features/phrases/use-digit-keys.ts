import { useEffect, useRef } from 'react';
import { isPopupOpen } from '../../ui/index.js';

/** Whether keys go into a field: there a digit is a digit. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
  );
}

/** Hears the keys 1 to 9 while nothing is typed and nothing is open above the view. */
export function useDigitKeys(onDigit: (digit: number) => void): void {
  const heard = useRef(onDigit);
  useEffect(() => {
    heard.current = onDigit;
  }, [onDigit]);
  useEffect(() => {
    const hear = (press: KeyboardEvent): void => {
      // By the key's place, since some layouts want Shift for digits.
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
      const isHeld = press.ctrlKey || press.altKey || press.metaKey || press.shiftKey || press.repeat;
      if (digit === undefined || isHeld || isTyping(press.target) || isPopupOpen()) return;
      press.preventDefault();
      heard.current(Number(digit));
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}
