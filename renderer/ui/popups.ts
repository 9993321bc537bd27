/** What keys are for as long as it is there; the last is a field that records a shortcut. */
const TAKES_KEYS = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox], [data-recording]';

/** Whether something is open or waits for keys of its own: the window's own keys rest meanwhile. */
export function isPopupOpen(): boolean {
  return document.querySelector(TAKES_KEYS) !== null;
}
