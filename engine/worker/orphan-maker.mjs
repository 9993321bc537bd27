/** A parent for the test of orphans: starts an engine, tells its process id, and waits to be killed. */
import { fork } from 'node:child_process';

const [entry, packDir] = process.argv.slice(2);
const engine = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
engine.once('message', () => process.send(engine.pid));
engine.send({
  type: 'call',
  id: 1,
  call: 'hello',
  input: { protocolVersion: 2, config: { packs: [{ dir: packDir }] } },
});
setInterval(() => undefined, 60_000);
