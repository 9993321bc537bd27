import type { ReactNode } from 'react';

export function VoicesView(): ReactNode {
  return null;
}
