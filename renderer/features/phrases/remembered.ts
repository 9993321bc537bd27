import { useCallback, useState } from 'react';

/** What a person last chose here, while the window lives; it is no setting. */
const memory = new Map<string, unknown>();

/** State that is as it was left when the view comes back. */
export function useRemembered<T>(key: string, initial: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => (memory.has(key) ? (memory.get(key) as T) : initial));
  const remember = useCallback(
    (next: T) => {
      memory.set(key, next);
      setValue(next);
    },
    [key],
  );
  return [value, remember];
}
