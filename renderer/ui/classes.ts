/** Class names in one attribute; what is not wanted or not there is left out. */
export function classes(...names: readonly (string | undefined | false)[]): string {
  return names.filter(Boolean).join(' ');
}
