/** Writes a text so that no brace of it is taken for a slot. */
export function escapeBraces(text: string): string {
  return text.replaceAll(/[{}]/g, '$&$&');
}
