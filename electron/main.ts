import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import { personPaths } from '../engine/host/paths.js';
import { toErrorShape } from '../engine/shared/errors.js';
import { boot } from './boot.js';
import { compose } from './compose.js';

/** Entry of the Electron app; the only file that loads Electron. */

const end = (error: unknown): void => {
  electron.dialog.showErrorBox('Sotto', toErrorShape(error).message);
  electron.app.exit(1);
};

await boot({
  electron,
  argv: process.argv,
  folder: process.cwd(),
  entryFile: fileURLToPath(import.meta.url),
  platform: process.platform,
  personPaths: () => personPaths(process.env),
  start: (context) => compose(electron, context, process),
  onStartFailed: end,
}).catch(end);
