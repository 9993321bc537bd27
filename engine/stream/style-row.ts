import type { PackManifest, VoiceStyle } from '../packs/manifest.js';

/** How long an utterance is, in both ways in which packs measure it. */
export interface UtteranceLength {
  /** Tokens that say something, without what stands before and after. */
  readonly tokenCount: number;
  /** UTF-16 code units of the text that it speaks. */
  readonly characterCount: number;
}

/** The row of the pack's style table for an utterance. */
export function styleRowFor({ styles }: PackManifest, style: VoiceStyle, length: UtteranceLength): number {
  const count = styles.rowBy === 'characters' ? length.characterCount : length.tokenCount;
  return style.row + Math.min(count, style.rowCount - 1);
}
