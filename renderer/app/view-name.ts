import { useCallback, useSyncExternalStore } from 'react';

export const VIEW_NAMES = ['speak', 'voices', 'models', 'phrases', 'narrate', 'settings'] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

function currentView(): ViewName {
  const name = location.hash.slice(1);
  return VIEW_NAMES.find((one) => one === name) ?? 'speak';
}

function watchHash(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The view that is shown; it stands in the address, so that a reloaded window shows it again. */
export function useView(): [ViewName, (view: ViewName) => void] {
  const show = useCallback((view: ViewName) => (location.hash = view), []);
  return [useSyncExternalStore(watchHash, currentView), show];
}
