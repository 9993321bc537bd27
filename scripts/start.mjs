/**
 * `npm start`: builds what is stale and opens the app. Where Electron cannot be had, the web host serves the same interface
 * in the default browser. Arguments go to whichever is started.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build.mjs';
import { downloadElectron, findElectron } from './electron-binary.mjs';

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const args = process.argv.slice(2);

if (!existsSync(at('node_modules/electron'))) {
  process.stderr.write('sotto: its packages are not installed: run `npm ci` first\n');
  process.exit(1);
}
const { executable, reason } = await lookForElectron();
if (executable === undefined) {
  console.log(`${reason}: Sotto opens in your browser instead.`);
  process.argv.splice(1, process.argv.length, at('bin/sotto.mjs'), 'serve', ...args);
  await import('../bin/sotto.mjs');
} else {
  await buildIfStale(['engine', 'renderer', 'electron']);
  const child = spawn(executable, [at('dist/electron/main.mjs'), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`sotto: Electron does not start: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('close', (code) => (process.exitCode = code ?? 1));
}

/** Electron's executable, or why there is none that could open a window. */
async function lookForElectron() {
  const isLinux = process.platform === 'linux';
  if (isLinux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return { reason: 'There is no desktop for a window' };
  const found = findElectron() ?? (await downloadElectron(() => console.log('Getting Electron, once…')));
  return { executable: found, reason: 'Electron is not here and cannot be downloaded' };
}
