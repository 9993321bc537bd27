import type { PackManifest } from './manifest.js';

/** How a pack's audio may be decoded in parts. */
export interface Windowing {
  /** Frames decoded and dropped on either side of a window. */
  readonly contextFrames: number;
  /** Whether a window with that context equals its part of the whole. */
  readonly isExact: boolean;
  /** Bound of the cross-fade between two windows; null leaves it to the overlap ratio alone. */
  readonly maxFadeFrames: number | null;
}

/** The windowing of a pack's family. A single graph gives a segment whole, which any window is a part of. */
export function windowingOf(manifest: PackManifest): Windowing {
  switch (manifest.family) {
    case 'split': {
      const { contextFrames, exact } = manifest.features;
      return { contextFrames, isExact: exact, maxFadeFrames: null };
    }
    case 'staged': {
      const { contextFrames, fadeFrames } = manifest.staged;
      return { contextFrames, isExact: false, maxFadeFrames: fadeFrames };
    }
    case 'single':
      return { contextFrames: 0, isExact: true, maxFadeFrames: 0 };
  }
}
