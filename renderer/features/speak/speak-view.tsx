import type { ReactNode } from 'react';

export function SpeakView(): ReactNode {
  return null;
}
