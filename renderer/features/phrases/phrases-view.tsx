import type { ReactNode } from 'react';

export function PhrasesView(): ReactNode {
  return null;
}
