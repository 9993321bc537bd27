import type { ReactNode } from 'react';

export function TransportBar(): ReactNode {
  return null;
}
