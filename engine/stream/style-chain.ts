import { createHash } from 'node:crypto';
import type { Synthesiser } from '../acoustic/synthesiser.js';
import type { StyleCache, StyleVector } from '../cache/style-cache.js';
import type { DiffusionSettings } from '../shared/contract.js';
import type { Speaker } from './speaker.js';

/** Whether the pack can draw style vectors, as its manifest says it. */
export function drawsStyles({ pack: { manifest } }: Speaker): boolean {
  return manifest.family === 'staged' && manifest.diffusion !== undefined;
}

/**
 * The style vectors of one speech, drawn segment after segment, each carrying over from the one before within a paragraph.
 * The same settings draw the same chain.
 */
export class StyleChain {
  readonly #styles: StyleCache;
  readonly #settings: DiffusionSettings;
  /** What each speaker was drawn last: another voice's style is none of its. */
  readonly #previous = new Map<Speaker, StyleVector>();

  constructor(styles: StyleCache, settings: DiffusionSettings) {
    this.#styles = styles;
    this.#settings = settings;
  }

  /**
   * @param tokens of the segment
   * @param reference the voice's own vector
   * @throws SottoError `inference-failed`
   */
  async draw(
    speaker: Speaker,
    synthesiser: Synthesiser,
    tokens: readonly number[],
    reference: StyleVector,
    segmentIndex: number,
  ): Promise<StyleVector> {
    const { drawStyle } = synthesiser;
    if (!drawStyle) return reference;
    const settings = { ...this.#settings, seed: seedOf(this.#settings.seed ?? 0, segmentIndex) };
    const previous = this.#previous.get(speaker);
    const recipe = [speaker.pack.soundSha256, reference.sha256, previous?.sha256 ?? '', settings, tokens];
    const name = `drawn:${createHash('sha256').update(JSON.stringify(recipe)).digest('hex')}`;
    const drawn = await this.#styles.resolve(name, () =>
      drawStyle({ tokens, reference: reference.values, previous: previous?.values ?? null, settings }),
    );
    this.#previous.set(speaker, drawn);
    return drawn;
  }

  endParagraph(): void {
    this.#previous.clear();
  }
}

/** Another seed for every segment; multipliers of MurmurHash3's finaliser (public domain, by Austin Appleby). */
function seedOf(seed: number, segmentIndex: number): number {
  let mixed = seed ^ Math.imul(segmentIndex + 1, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
