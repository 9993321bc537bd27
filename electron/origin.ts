/** Where the shell's own pages live. No other address is ever loaded, and no other page is ever answered. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'sotto';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Address of a page of the built interface. */
export function pageUrl(page: 'index.html' | 'quick.html'): string {
  return `${APP_ORIGIN}/${page}`;
}

/** Whether an address is one of ours, by its parts: a comparison of beginnings would also accept `app://sotto.evil`. */
export function isOwnUrl(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === '';
}
