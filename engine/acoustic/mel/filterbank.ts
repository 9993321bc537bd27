/** The weights of one band over the bins `firstBin`, `firstBin` + 1, … of a power spectrum. */
export interface MelBand {
  readonly firstBin: number;
  readonly weights: Float64Array;
}

/**
 * Triangular bands of equal width on HTK's mel scale, with a height of one, as torchaudio's `melscale_fbanks` defines
 * them with its defaults (`mel_scale="htk"`, `norm=None`).
 * @param binCount bins of the spectrum, which stand evenly from 0 to `maxHz`
 */
export function melBands(bandCount: number, binCount: number, maxHz: number): readonly MelBand[] {
  const edgesHz = Array.from({ length: bandCount + 2 }, (_, edge) =>
    melToHz((hzToMel(maxHz) * edge) / (bandCount + 1)),
  );
  const binHz = maxHz / (binCount - 1);
  return Array.from({ length: bandCount }, (_, band) => {
    const [fromHz = 0, centreHz = 0, toHz = 0] = edgesHz.slice(band, band + 3);
    const firstBin = Math.max(0, Math.ceil(fromHz / binHz));
    const lastBin = Math.min(binCount - 1, Math.floor(toHz / binHz));
    const weights = Float64Array.from({ length: lastBin - firstBin + 1 }, (__, index) => {
      const hz = (firstBin + index) * binHz;
      return Math.max(0, Math.min((hz - fromHz) / (centreHz - fromHz), (toHz - hz) / (toHz - centreHz)));
    });
    return { firstBin, weights };
  });
}

function hzToMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

function melToHz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
