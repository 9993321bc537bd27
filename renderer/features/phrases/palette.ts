/** Colours of tiles; a phrase keeps the name. */
export const PALETTE = ['red', 'amber', 'green', 'teal', 'blue', 'violet', 'rose'] as const;
export type PaletteColour = (typeof PALETTE)[number];

/** A colour that this palette has; undefined for none, and for what another version may have had. */
export function paletteColour(name: string): PaletteColour | undefined {
  return PALETTE.find((colour) => colour === name);
}
