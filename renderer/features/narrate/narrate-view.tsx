import type { ReactNode } from 'react';

export function NarrateView(): ReactNode {
  return null;
}
