import { parseVoiceName } from '../../packs/voice-ids.js';
import { SottoError, type ErrorShape } from '../../shared/errors.js';
import type { StoredManner } from './stored-queue.js';

/** Of an item whose file was not read to its end when the app ended. */
export const INTERRUPTED: ErrorShape = {
  code: 'file-unreadable',
  message: 'the app ended before the file was read',
  kept: 'the file is untouched',
  next: 'add it again',
};

/** Something that is named is not there. */
export function unknownItem(message: string, next: string): SottoError {
  return new SottoError({ code: 'unknown-item', message, kept: 'nothing was changed', next });
}

/** An item has no text: its file is still being read, or could not be. */
export function notRead(error: ErrorShape | null): SottoError {
  return error
    ? new SottoError(error)
    : new SottoError({ code: 'refused', message: 'the file is still being read', next: 'wait a moment' });
}

/** What keeps a chapter from being rendered, for a person who cannot choose another voice for what is in the list. */
export function notRendered(error: ErrorShape, { voice, mix }: StoredManner): ErrorShape {
  const name = mix?.[0]?.voice ?? voice;
  if (error.code !== 'unknown-voice' || name === undefined) return error;
  const { packId } = parseVoiceName(name);
  const pack = packId === null ? '' : ` of the pack "${packId}"`;
  return {
    code: 'unknown-voice',
    message: `the voice "${name}"${pack}, which it is read in, is not there any more`,
    kept: 'everything that was rendered so far, and your file',
    next: 'install the voice again and try it again, or add the file again with another voice',
  };
}

/** A recording on the disk is not what was written. */
export function damaged(): SottoError {
  return new SottoError({
    code: 'file-unreadable',
    message: 'a recording is damaged',
    kept: 'the text, and your file',
    next: 'remove the file from the list and add it again',
  });
}
