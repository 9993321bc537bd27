import { createHash } from 'node:crypto';
import type { StyleDraw } from '../acoustic/synthesiser.js';
import type { StyleCache, StyleVector } from '../cache/style-cache.js';
import type { DiffusionSettings } from '../shared/contract.js';
import type { Segment } from '../text/types.js';
import type { Speaker } from './speaker.js';

/** Draws one vector. @throws SottoError `inference-failed` */
export type DrawStyle = (draw: StyleDraw) => Promise<Float32Array>;

/**
 * A speech that goes on after its engine died draws the chain up to its segment once more, and nobody hears anything
 * meanwhile: a chapter without a paragraph must not make that minutes. Of the first one, 0.7^23 is left by then.
 */
const LONGEST_CHAIN_SEGMENTS = 24;

/** Whether the pack can draw style vectors, as its manifest says it. */
export function drawsStyles({ pack: { manifest } }: Speaker): boolean {
  return manifest.family === 'staged' && manifest.diffusion !== undefined;
}

/**
 * The style vectors of one speech, drawn segment after segment, each carrying over from the one before, within a
 * paragraph and no further than `LONGEST_CHAIN_SEGMENTS`. The same settings draw the same chain.
 */
export class StyleChain {
  readonly #styles: StyleCache;
  readonly #settings: DiffusionSettings;
  /** What each speaker was drawn last: another voice's style is none of its. */
  readonly #previous = new Map<Speaker, StyleVector>();
  #segmentCount = 0;

  constructor(styles: StyleCache, settings: DiffusionSettings) {
    this.#styles = styles;
    this.#settings = settings;
  }

  /**
   * The vector of the next segment.
   * @param draw asked where it was not drawn before
   * @param tokens of the segment
   * @param reference the voice's own vector
   * @throws what `draw` throws
   */
  async next(
    speaker: Speaker,
    draw: DrawStyle,
    tokens: readonly number[],
    reference: StyleVector,
    segmentIndex: number,
  ): Promise<StyleVector> {
    const settings = { ...this.#settings, seed: seedOf(this.#settings.seed ?? 0, segmentIndex) };
    const previous = this.#previous.get(speaker);
    const recipe = [speaker.pack.soundSha256, reference.sha256, previous?.sha256 ?? '', settings, tokens];
    const name = `drawn:${createHash('sha256').update(JSON.stringify(recipe)).digest('hex')}`;
    const drawn = await this.#styles.resolve(name, () =>
      draw({ tokens, reference: reference.values, previous: previous?.values ?? null, settings }),
    );
    this.#previous.set(speaker, drawn);
    return drawn;
  }

  /** Told of every segment when it ends. @returns whether nothing carries over into the next one */
  endSegment(segment: Segment): boolean {
    this.#segmentCount++;
    if (segment.break !== 'paragraph' && this.#segmentCount < LONGEST_CHAIN_SEGMENTS) return false;
    this.#segmentCount = 0;
    this.#previous.clear();
    return true;
  }
}

/** Another seed for every segment; multipliers of MurmurHash3's finaliser (public domain, by Austin Appleby). */
function seedOf(seed: number, segmentIndex: number): number {
  let mixed = seed ^ Math.imul(segmentIndex + 1, 0x9e37_79b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
