import { useState } from 'react';

/** What is typed over a text that the host keeps: gives way to the host's as soon as that changes, and the field stays the same. */
export function useDraft(kept: string): readonly [draft: string, type: (draft: string) => void] {
  const [typed, setTyped] = useState({ over: kept, draft: kept });
  return [typed.over === kept ? typed.draft : kept, (draft) => setTyped({ over: kept, draft })];
}
