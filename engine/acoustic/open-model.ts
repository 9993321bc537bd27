import type { LoadedPack } from '../packs/load-pack.js';
import { SottoError } from '../shared/errors.js';
import type { SessionOptions } from './session.js';
import { openSplitModel } from './split.js';
import type { Synthesiser } from './synthesiser.js';

export interface ModelOptions extends SessionOptions {
  readonly precision: string;
}

/**
 * Loads a pack's model with the adapter of its family.
 * @throws SottoError `pack-corrupt`, `engine-failed`
 */
export async function openModel(pack: LoadedPack, options: ModelOptions): Promise<Synthesiser> {
  const { manifest } = pack;
  switch (manifest.family) {
    case 'split':
      return openSplitModel(pack, manifest, options);
    case 'staged':
    case 'single':
      throw new SottoError({
        code: 'pack-invalid',
        message: `packs of the family "${manifest.family}" cannot be run`,
      });
  }
}
