import type { LoadedPack } from '../../packs/load-pack.js';
import type { AcousticInput } from '../synthesiser.js';

/** An utterance of a pack's default voice: some of its symbols, pads included. */
export async function inputOf(
  pack: LoadedPack,
  changes: Partial<AcousticInput> = {},
  symbolCount = 40,
): Promise<AcousticInput> {
  const { manifest } = pack;
  const { pad, symbols } = manifest.alphabet;
  const all = [...Object.values(symbols.en), ...Object.values(symbols.any)];
  const tokens = [pad, ...all.slice(0, symbolCount), pad];
  const style = (await pack.readTable(manifest.styles)).slice(0, manifest.styles.width);
  return { ...plainInput(tokens, style), ...changes };
}

/** An utterance as its voice speaks it, bent in no way. */
export function plainInput(tokens: readonly number[], style: Float32Array): AcousticInput {
  return {
    tokens,
    style,
    pauseFrames: tokens.map(() => -1),
    lengthScale: 1,
    pitchSemitones: 0,
    f0Range: 1,
    energyDb: 0,
    noiseScale: 0,
    statistics: null,
    isExact: false,
  };
}
