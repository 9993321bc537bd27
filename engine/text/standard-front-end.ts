import { SottoError } from '../shared/errors.js';
import { createFrontEnd } from './front-end.js';
import { openDictionary } from './phonemes/dictionary.js';
import { createEspeak, type ProcessEvents } from './phonemes/espeak.js';
import { createPhonemizer } from './phonemes/phonemizer.js';
import type { FrontEnd } from './types.js';

/**
 * The front end as every host and tool uses it: the compact dictionary, then eSpeak NG, started at the first unknown word.
 *
 * @param readDictionary gives the bytes that scripts/build-dictionary.mjs wrote
 * @param process Node's `process`, which eSpeak's build would hook itself into
 * @throws SottoError `engine-failed` when the dictionary cannot be read
 */
export async function openStandardFrontEnd(
  readDictionary: () => Promise<Uint8Array>,
  process: ProcessEvents,
): Promise<FrontEnd> {
  try {
    const dictionary = openDictionary(await readDictionary());
    return createFrontEnd(createPhonemizer({ dictionary, espeak: createEspeak({ process }) }));
  } catch (error) {
    throw new SottoError(
      {
        code: 'engine-failed',
        message: `the pronunciation dictionary cannot be read: ${error instanceof Error ? error.message : String(error)}`,
        next: 'install Sotto again',
      },
      { cause: error },
    );
  }
}
