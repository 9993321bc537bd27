/**
 * `npm start`: builds what is stale and opens the app. Where Electron cannot be had, the web host serves the same interface
 * in the default browser. Arguments go to whichever is started.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build.mjs';
import { downloadElectron, findElectron, hasDesktop, isFailedStart } from './electron-binary.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const args = process.argv.slice(2);

if (!existsSync(at('node_modules/electron'))) {
  process.stderr.write('sotto: its packages are not installed: run `npm ci` first\n');
  process.exit(1);
}
const { executable, reason } = await lookForElectron();
if (executable === undefined) await openInBrowser(reason);
else await openWindow(executable);

/** Electron's executable, or why there is none that could open a window. */
async function lookForElectron() {
  if (!hasDesktop()) return { reason: 'There is no desktop for a window' };
  if (process.platform === 'linux' && process.getuid() === 0)
    return { reason: 'Electron does not run as root' };
  const found = findElectron() ?? (await downloadElectron(() => console.log('Getting Electron, once…')));
  return { executable: found, reason: 'Electron is not here and cannot be downloaded' };
}

async function openInBrowser(reason) {
  console.log(`${reason}: Sotto opens in your browser instead.`);
  process.argv.splice(1, process.argv.length, at('bin/sotto.mjs'), 'serve', ...args);
  await import('../bin/sotto.mjs');
}

async function openWindow(electron) {
  await buildIfStale(['engine', 'renderer', 'electron']);
  const startedMs = performance.now();
  const child = spawn(electron, [at('dist/electron/main.mjs'), ...args], { stdio: 'inherit' });
  const passOn = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.on(signal, passOn);
  child.on('error', (error) => {
    process.stderr.write(`sotto: Electron does not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const name of signals) process.off(name, passOn);
    if (isFailedStart(code, signal, performance.now() - startedMs))
      void openInBrowser('Electron cannot run here (its own words are above)');
    else process.exitCode = code ?? 1;
  });
}
