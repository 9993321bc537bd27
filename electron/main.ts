import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { personPaths } from '../engine/host/paths.js';
import { boot } from './boot.js';
import { compose } from './compose.js';

/** Entry of the Electron app; the only file that loads Electron. */

await boot({
  electron,
  argv: process.argv,
  folder: process.cwd(),
  entryFile: fileURLToPath(import.meta.url),
  platform: process.platform,
  personPaths: () => personPaths(process.env),
  start: (context) => compose(electron, context),
  onStartFailed(error) {
    electron.dialog.showErrorBox('Sotto', error instanceof Error ? error.message : String(error));
    electron.app.exit(1);
  },
});
