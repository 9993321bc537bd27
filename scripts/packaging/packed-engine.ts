import { join } from 'node:path';
import { createNodeLauncher } from '../../engine/host/node-launcher.js';
import { createSupervisor } from '../../engine/services/supervisor.js';
import { systemClock } from '../../engine/shared/clock.js';

/**
 * Starts the engine out of a packed app and has it test itself, which takes every file that it needs.
 *
 *   node scripts/run-ts.mjs scripts/packaging/packed-engine.ts APP_FOLDER PACK_FOLDER    exits 1 when something is wrong
 */
const [appDir, packDir] = process.argv.slice(2);
if (appDir === undefined || packDir === undefined) throw new Error('which app, and which pack?');
const supervisor = createSupervisor({
  launcher: createNodeLauncher(join(appDir, 'dist', 'engine', 'engine.mjs')),
  clock: systemClock,
  config: { packs: [{ dir: packDir }] },
});
const { client } = await supervisor.connect();
const { isOk, checks } = await client.selfTest({});
for (const { name, detail } of checks.filter((check) => !check.isOk)) console.error(`${name}: ${detail}`);
await supervisor.dispose();
process.exitCode = isOk ? 0 : 1;
