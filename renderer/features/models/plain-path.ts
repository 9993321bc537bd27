/** A path as a person pastes it: file managers put quotes round it, or give it as a `file:` address. */
export function plainPath(pasted: string): string {
  const bare = pasted.trim().replace(/^(["'])(.*)\1$/, '$2');
  if (!/^file:\/\//i.test(bare) || !URL.canParse(bare)) return bare;
  const { pathname } = new URL(bare);
  // A Windows path stands behind a slash there: /C:/models.
  return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, '');
}
