/**
 * `npm run bench:ui`: how soon the interface answers, in a real browser on the web host.
 *
 * - a click on a ready phrase, to its first sample in the worklet's output
 * - `sotto --quick`, to a quick-speak line that takes keys
 * - the first load, compressed
 * - the page's long tasks while it narrates
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printFigures } from '../../bench/print-figures.js';
import { ensureBrowser, NO_BROWSER } from '../../scripts/browser.mjs';
import { callHost } from '../host-calls.js';
import { startWebHost } from '../hosts/web-host.js';
import { firstLoadSize } from './bundle-size.js';
import { longTasks } from './long-tasks.js';
import { phraseClick } from './phrase-click.js';
import { quickSpeak } from './quick-speak.js';

const browserPath = ensureBrowser();
if (browserPath === undefined) throw new Error(NO_BROWSER);
const homeDir = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
const host = await startWebHost({ homeDir, browserPath, context: {} });
try {
  await callHost(host.page, 'settingsChange', { patch: { isFirstRunDone: true } });
  printFigures([
    ...(await phraseClick(host)),
    ...(await quickSpeak(host)),
    ...(await longTasks(host)),
    ...(await firstLoadSize()),
  ]);
} finally {
  await host.close();
  await rm(homeDir, { recursive: true, force: true });
}
