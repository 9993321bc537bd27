import type { LoadedPack } from '../packs/load-pack.js';
import { withStyleDiffusion } from './diffusion/style-diffusion.js';
import type { SessionOptions } from './session.js';
import { openSingleModel } from './single.js';
import { openSplitModel } from './split.js';
import { openStagedModel } from './staged.js';
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
      return withStyleDiffusion(await openStagedModel(pack, manifest, options), pack, manifest, options);
    case 'single':
      return openSingleModel(pack, manifest, options);
  }
}
