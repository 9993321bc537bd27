import { existsSync } from 'node:fs';
import { createNodeLauncher } from '../node-launcher.js';
import { installationPaths } from '../paths.js';
import { launchAhead } from './launch-ahead.js';
import { endProcess, EXIT, exitCodeOf, isBrokenPipe, reportError } from './exit.js';
import { Interruption } from './interruption.js';
import { guardStandardStreams } from './standard-streams.js';
import { toErrorShape } from '../../shared/errors.js';

const args = process.argv.slice(2);
const asksForHelp = args.some((arg) => arg === '--help' || arg === '-h');
const asJson = args.includes('--json');

guardStandardStreams(asJson);
const interruption = new Interruption(asJson);
const paths = installationPaths(import.meta.url);
const lazyLauncher = createNodeLauncher(paths.engineEntry);
// The engine starts while the rest of the command line is still being loaded: it is what first audio waits for.
const speaksSoon = args[0] === 'speak' && !asksForHelp && existsSync(paths.engineEntry);
const launcher = speaksSoon ? launchAhead(lazyLauncher) : lazyLauncher;

await askRunningInstanceIfMeant();
const { createProgram, exitCodeOfParser } = await import('./program.js');
const { CommanderError } = await import('commander');
try {
  const program = createProgram({ paths, launcher, interruption });
  await program.parseAsync(args, { from: 'user' });
  endProcess(Number(process.exitCode ?? EXIT.ok));
} catch (thrown) {
  if (thrown instanceof CommanderError) endProcess(exitCodeOfParser(thrown));
  fail(thrown);
}

/** Ends the process when its arguments are for the instance that runs. */
async function askRunningInstanceIfMeant(): Promise<void> {
  if (args[0]?.startsWith('--') !== true || asksForHelp) return;
  try {
    const { flaggedCommand } = await import('../instance/instance-command.js');
    const command = flaggedCommand(args);
    if (!command) return;
    await (await import('./running-instance.js')).askRunningInstance(command);
  } catch (thrown) {
    fail(thrown);
  }
  endProcess(EXIT.ok);
}

function fail(thrown: unknown): never {
  if (isBrokenPipe(thrown)) endProcess(EXIT.brokenPipe);
  reportError(interruption.reason ?? thrown, asJson);
  return endProcess(interruption.exitCode ?? exitCodeOf(toErrorShape(thrown)));
}
