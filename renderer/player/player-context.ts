import { createContext, useContext } from 'react';
import type { Player } from './player.js';

/** This page's player; a page without one is silent anyway. */
export const PlayerContext = createContext<Pick<Player, 'hush'>>({ hush: () => undefined });

export function usePlayer(): Pick<Player, 'hush'> {
  return useContext(PlayerContext);
}
