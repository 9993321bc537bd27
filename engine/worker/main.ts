import { fileURLToPath } from 'node:url';
import { systemClock } from '../shared/clock.js';
import { engineContract } from '../shared/contract.js';
import { serve } from '../shared/rpc-server.js';
import { createEngine } from './engine.js';
import { createParentPort, type ParentEnd } from './parent-port.js';
import { createProcessPort } from './process-port.js';

/** Entry of the engine process: serves the contract to whoever started it, and ends with them. */

const { parentPort } = process as { parentPort?: ParentEnd };
const port = parentPort ? createParentPort(parentPort) : createProcessPort(process);
// A terminal sends Ctrl-C to the whole group; whether to stop is the host's decision, which ends the channel.
process.on('SIGINT', () => undefined);
serve(
  engineContract,
  createEngine({
    // The dictionary lies beside the bundle that this module is part of.
    dictionaryFile: fileURLToPath(new URL('cmudict.bin', import.meta.url)),
    clock: systemClock,
    platform: process.platform,
  }),
  port,
);
port.onClose(() => process.exit(0));
