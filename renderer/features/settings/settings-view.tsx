import type { ReactNode } from 'react';

export function SettingsView(): ReactNode {
  return null;
}
