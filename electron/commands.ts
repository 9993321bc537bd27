import type { InstanceCommand } from '../engine/host/instance/instance-command.js';
import type { WindowCommands } from '../engine/services/system/window-commands.js';
import type { AppContract } from '../engine/shared/app-contract.js';
import type { SentFile } from '../engine/shared/bridge.js';
import type { Client } from '../engine/shared/rpc-client.js';
import type { MenuAction } from './app-menu.js';
import type { TrayAction } from './tray-menu.js';

/** What commands, the tray and the menus act on. */
export interface CommandTargets {
  /** The shell asks the app through the same contract as a window does. */
  readonly client: Client<AppContract>;
  readonly windowCommands: WindowCommands;
  readonly mainWindow: { show(): void };
  readonly quickWindow: { toggle(): void };
  readonly receive: (paths: readonly string[]) => Promise<readonly SentFile[]>;
  /** Lets the person pick files; none when they think better of it. */
  readonly pickFiles: () => Promise<readonly string[]>;
  readonly openLog: () => void;
  readonly showAbout: () => void;
  readonly quit: () => void;
}

/** Does what another start, the command line or the system asked for. @throws SottoError */
export async function runCommand(command: InstanceCommand, targets: CommandTargets): Promise<void> {
  const { client } = targets;
  switch (command.kind) {
    case 'speak-selection':
      await client.speechStartSelection({});
      break;
    case 'speak-clipboard':
      await client.speechStartClipboard({});
      break;
    case 'speak-text':
      await client.speechStart({ text: command.text, origin: 'program' });
      break;
    case 'stop':
      await client.speechStop({});
      break;
    case 'quick':
      targets.quickWindow.toggle();
      break;
    case 'open-files':
      await openFiles(command.paths, targets);
      break;
    case 'show':
      targets.mainWindow.show();
  }
}

async function openFiles(paths: readonly string[], targets: CommandTargets): Promise<void> {
  if (paths.length === 0) return;
  openView('narrate', targets);
  const files = await targets.receive(paths);
  await targets.client.narrationAdd({ fileIds: files.map(({ fileId }) => fileId) });
}

type View = Extract<MenuAction, { kind: 'open-view' }>['view'];

function openView(view: View, { mainWindow, windowCommands }: CommandTargets): void {
  mainWindow.show();
  windowCommands.tell({ kind: 'open-view', view });
}

/** Does what was chosen in the tray. @throws SottoError */
export async function runTrayAction(action: TrayAction, targets: CommandTargets): Promise<void> {
  const { client } = targets;
  switch (action.kind) {
    case 'quick-speak':
      targets.quickWindow.toggle();
      break;
    case 'speak-selection':
    case 'speak-clipboard':
    case 'stop':
      await runCommand({ kind: action.kind }, targets);
      break;
    case 'pause':
      await client.speechPause({});
      break;
    case 'resume':
      await client.speechResume({});
      break;
    case 'speak-recent':
      await client.speechStart({ text: action.text, origin: 'quick' });
      break;
    case 'choose-voice':
      await client.voiceChoose({ voiceId: action.voiceId });
      break;
    case 'mute':
      await client.speechMute({ isMuted: action.isMuted });
      break;
    case 'unload':
      await client.engineUnload({});
      break;
    case 'open':
      targets.mainWindow.show();
      break;
    case 'settings':
      openView('settings', targets);
      break;
    case 'quit':
      targets.quit();
  }
}

/** Does what was chosen in the menu. @param isPaused whether the current speech is paused. @throws SottoError */
export async function runMenuAction(
  action: MenuAction,
  targets: CommandTargets,
  isPaused: () => boolean,
): Promise<void> {
  switch (action.kind) {
    case 'open-view':
      openView(action.view, targets);
      break;
    case 'open-files':
      await openFiles(await targets.pickFiles(), targets);
      break;
    case 'quick-speak':
    case 'quit':
      await runTrayAction({ kind: action.kind }, targets);
      break;
    case 'speak-clipboard':
    case 'stop':
      await runCommand({ kind: action.kind }, targets);
      break;
    case 'pause-resume':
      await runTrayAction({ kind: isPaused() ? 'resume' : 'pause' }, targets);
      break;
    case 'open-log':
      targets.openLog();
      break;
    case 'about':
      targets.showAbout();
  }
}
