import type { InstanceCommand } from '../engine/host/instance/instance-command.js';
import type { AppContract } from '../engine/shared/app-contract.js';
import type { Client } from '../engine/shared/rpc-client.js';
import type { MenuAction, MenuView } from './app-menu.js';
import type { TrayAction } from './tray-menu.js';

/** What the tray and the menus act on. */
export interface CommandTargets {
  /** The shell asks the app through the same contract as a window does. */
  readonly client: Client<AppContract>;
  /** Does what another start of the app may ask as well. @throws SottoError */
  readonly runCommand: (command: InstanceCommand) => Promise<void>;
  /** Brings the window forward with a view. */
  readonly openView: (view: MenuView) => void;
  /** Lets the person pick files; none when they think better of it. */
  readonly pickFiles: () => Promise<readonly string[]>;
  readonly openLog: () => void;
  readonly showAbout: () => void;
  readonly quit: () => void;
}

/** Does what was chosen in the tray. @throws SottoError */
export async function runTrayAction(action: TrayAction, targets: CommandTargets): Promise<void> {
  const { client } = targets;
  switch (action.kind) {
    case 'quick-speak':
      await targets.runCommand({ kind: 'quick' });
      break;
    case 'open':
      await targets.runCommand({ kind: 'show' });
      break;
    case 'speak-selection':
    case 'speak-clipboard':
    case 'stop':
      await targets.runCommand({ kind: action.kind });
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
    case 'settings':
      targets.openView('settings');
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
      targets.openView(action.view);
      break;
    case 'open-files': {
      const paths = await targets.pickFiles();
      if (paths.length > 0) await targets.runCommand({ kind: 'open-files', paths: [...paths] });
      break;
    }
    case 'quick-speak':
    case 'speak-clipboard':
    case 'stop':
    case 'quit':
      await runTrayAction({ kind: action.kind }, targets);
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
