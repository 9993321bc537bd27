/** Room in the tray and the title bar. */
const MAX_TITLE_CHARACTERS = 60;

/** The first words of a text on one line. */
export function titleOf(text: string): string {
  // Enough to fill a title with; a book is not looked through for it.
  const start = text.trimStart().slice(0, 4 * MAX_TITLE_CHARACTERS);
  const line = start.replace(/\s+/gu, ' ').trim();
  const characters = Array.from(line);
  if (characters.length <= MAX_TITLE_CHARACTERS) return line;
  return `${characters
    .slice(0, MAX_TITLE_CHARACTERS - 1)
    .join('')
    .trimEnd()}…`;
}
