import { describe, expect, it } from 'vitest';
import { createReceivedFiles } from '../../services/received-files.js';
import { createWindowCommands } from '../../services/system/window-commands.js';
import { appContract } from '../../shared/app-contract.js';
import { handlerDoubles } from '../../shared/testing/handler-doubles.js';
import type { InstanceCommand } from './instance-command.js';
import { runInstanceCommand } from './run-command.js';

async function run(command: InstanceCommand): Promise<string[]> {
  const done: string[] = [];
  const note = (what: string) => () => void done.push(what);
  const receivedFiles = createReceivedFiles();
  const commands = createWindowCommands();
  commands.watch((told) => void done.push(JSON.stringify(told)));
  const started = (what: string) => () => {
    done.push(what);
    return { utteranceId: 1 };
  };
  const handlers = handlerDoubles(appContract, {
    speechStart: ({ text, origin }) => started(`${origin}: ${text}`)(),
    speechStartSelection: started('selection'),
    speechStartClipboard: started('clipboard'),
    speechStop() {
      done.push('stop');
      return {};
    },
    narrationAdd({ fileIds }) {
      done.push(...fileIds.map((id) => receivedFiles.find(id)?.path ?? 'unknown'));
      return { itemIds: [] };
    },
  });
  await runInstanceCommand(
    { handlers, receivedFiles, commands },
    { show: note('show'), quick: note('quick') },
    command,
  );
  return done;
}

describe('what the running instance is asked for', () => {
  it.each<[InstanceCommand, string[]]>([
    [{ kind: 'speak-selection' }, ['selection']],
    [{ kind: 'speak-clipboard' }, ['clipboard']],
    [{ kind: 'speak-text', text: 'Hello.' }, ['program: Hello.']],
    [{ kind: 'stop' }, ['stop']],
    [{ kind: 'quick' }, ['quick']],
    [{ kind: 'show' }, ['show']],
    [
      { kind: 'open-files', paths: ['/a/b.txt', '/c.md'] },
      ['/a/b.txt', '/c.md', 'show', '{"kind":"open-view","view":"narrate"}'],
    ],
  ])('%j', async (command, done) => {
    expect(await run(command)).toEqual(done);
  });
});
