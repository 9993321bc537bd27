import type { ReactNode } from 'react';

export function EngineBanner(): ReactNode {
  return null;
}
