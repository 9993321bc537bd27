import { SottoError } from '../../shared/errors.js';
import { didYouMean } from './nearest.js';

/** The error for a word that names no command. @param group the command that it was to be one of; null for `sotto` itself */
export function unknownCommand(group: string | null, word: string, names: readonly string[]): SottoError {
  const command = group === null ? 'sotto' : `sotto ${group}`;
  return new SottoError({
    code: 'bad-input',
    message: `there is no command "${command} ${word}"${didYouMean(word, names)}`,
    next: `choose one of: ${names.join(', ')}; \`${command} --help\` tells more`,
  });
}
