import { basename } from 'node:path';
import type { App } from '../../services/app.js';
import type { InstanceCommand } from './instance-command.js';

/** What a host does itself, each in its own way. */
export interface HostActions {
  /** Brings the window to the front, or opens one. */
  show(): void | Promise<void>;
  /** Opens quick speak. */
  quick(): void | Promise<void>;
}

/** Nobody cancels what was asked from outside. */
const UNCANCELLED = { signal: new AbortController().signal };

/**
 * Does what was asked of the running instance: by a second start, a flag of the command line, or a file that was opened with
 * Sotto.
 * @throws SottoError as the call that it becomes
 */
export async function runInstanceCommand(
  { handlers, receivedFiles, commands }: Pick<App, 'handlers' | 'receivedFiles' | 'commands'>,
  actions: HostActions,
  command: InstanceCommand,
): Promise<void> {
  switch (command.kind) {
    case 'speak-selection':
      await handlers.speechStartSelection({}, UNCANCELLED);
      return;
    case 'speak-clipboard':
      await handlers.speechStartClipboard({}, UNCANCELLED);
      return;
    case 'speak-text':
      await handlers.speechStart(
        { text: command.text, startOffset: 0, origin: 'program', manner: {} },
        UNCANCELLED,
      );
      return;
    case 'stop':
      await handlers.speechStop({}, UNCANCELLED);
      return;
    case 'quick':
      await actions.quick();
      return;
    case 'show':
      await actions.show();
      return;
    case 'open-files': {
      const fileIds = command.paths.map((path) => receivedFiles.receive({ path, fileName: basename(path) }));
      await handlers.narrationAdd({ fileIds }, UNCANCELLED);
      await actions.show();
      commands.tell({ kind: 'open-view', view: 'narrate' });
    }
  }
}
