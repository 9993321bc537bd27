import { useEffect, useState } from 'react';

/** Whether something has held for a while, so that what is over in a moment is not told. */
export function useLasting(holds: boolean, forMs: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!holds) return undefined;
    const timer = setTimeout(() => setHasLasted(true), forMs);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [holds, forMs]);
  return hasLasted;
}
