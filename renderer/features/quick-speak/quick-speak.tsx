import type { ReactNode } from 'react';

export function QuickSpeak(): ReactNode {
  return null;
}
