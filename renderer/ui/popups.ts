/** Whether a dialog, a menu or a list is open: the window's own keys rest meanwhile. */
export function isPopupOpen(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]') !== null;
}
