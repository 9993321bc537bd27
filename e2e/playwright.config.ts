import { defineConfig } from '@playwright/test';
import { findElectron, hasDesktop } from '../scripts/electron-binary.mjs';
import type { HostOptions } from './fixtures.js';

const isElectronHere = findElectron() !== undefined && hasDesktop();
if (!isElectronHere)
  console.log(
    'Electron flows: skipped, because there is no Electron binary, or no desktop, on this machine.',
  );

/** One set of flows; each project runs it on another host. */
export default defineConfig<HostOptions>({
  testDir: 'flows',
  // Written anew by SOTTO_SCREENSHOTS=1 alone: no two machines draw letters alike, and a test leaves no change behind.
  testIgnore: process.env.SOTTO_SCREENSHOTS === '1' ? [] : ['**/screenshots.spec.ts'],
  outputDir: '../dist/e2e/results',
  // Sound is made in real time and two engines would share two cores: one flow at a time.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: process.env.SOTTO_E2E_REPORT ?? '../dist/e2e/report.json' }]],
  use: {
    trace: 'retain-on-failure',
    viewport: { width: 1280, height: 800 },
  },
  projects: [
    { name: 'web', use: { hostKind: 'web' } },
    ...(isElectronHere ? [{ name: 'electron', use: { hostKind: 'electron' as const } }] : []),
  ],
});
