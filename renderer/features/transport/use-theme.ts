import { useSyncExternalStore } from 'react';
import { useHostState } from '../../host/index.js';

const darkness = matchMedia('(prefers-color-scheme: dark)');

function watchSystem(listener: () => void): () => void {
  darkness.addEventListener('change', listener);
  return () => darkness.removeEventListener('change', listener);
}

/** Changes whenever the window's colours do: what is drawn by hand is then drawn anew. */
export function useTheme(): string {
  const chosen = useHostState('settingsWatch')?.theme ?? 'system';
  const isSystemDark = useSyncExternalStore(watchSystem, () => darkness.matches);
  return `${chosen}-${isSystemDark ? 'dark' : 'light'}`;
}
