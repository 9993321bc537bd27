import { isDeepStrictEqual } from 'node:util';
import type { App } from '../engine/services/app.js';
import { toErrorShape } from '../engine/shared/errors.js';
import type { Settings } from '../engine/shared/app/settings.js';
import { appMenuTemplate } from './app-menu.js';
import type { Autostart } from './autostart.js';
import { runMenuAction, runTrayAction, type CommandTargets } from './commands.js';
import type { ElectronPart } from './electron-api.js';
import type { Notices } from './notices.js';
import { followApp, type ShellState } from './shell-state.js';
import type { ShellTexts, ShellWords } from './texts.js';
import { createTrayView } from './tray.js';
import type { Updates } from './updates.js';

export interface ShellOptions {
  readonly electron: ElectronPart<'Menu' | 'Tray' | 'nativeImage' | 'nativeTheme'>;
  readonly platform: NodeJS.Platform;
  readonly trayIconDir: string;
  readonly words: ShellWords;
  readonly targets: CommandTargets;
  readonly notices: Notices;
  readonly autostart: Autostart | undefined;
  readonly updates: Updates | undefined;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** Tray, menus, theme, autostart and updates, kept in line with the app. */
export interface Shell {
  state(): ShellState | undefined;
  dispose(): void;
}

/** Starts following the app; everything appears once its first state is known. */
export function createShell(options: ShellOptions): Shell {
  const { electron, platform, targets, notices, words, onTrouble } = options;
  let state: ShellState | undefined;
  let settled: Settings | undefined;

  const report = (work: Promise<void>): void =>
    void work.catch((error: unknown) => notices.showFailure(toErrorShape(error)));
  const tray = createTrayView({
    electron,
    platform,
    iconDir: options.trayIconDir,
    onAction: (action) => report(runTrayAction(action, targets)),
  });

  const stopFollowing = followApp(targets.client, (next) => {
    state = next;
    if (!isDeepStrictEqual(next.settings, settled)) settle(next.settings);
    tray.render({
      speech: next.speech,
      recent: next.recent,
      voices: next.voices,
      texts: words.current(),
      isEngineLoaded: next.engine.kind === 'ready' || next.engine.kind === 'starting',
    });
  });

  function settle(settings: Settings): void {
    const last = settled;
    settled = settings;
    electron.nativeTheme.themeSource = settings.theme;
    if (settings.language !== last?.language) {
      words.choose(settings.language);
      buildMenu();
    }
    if (settings.startsWithSystem !== last?.startsWithSystem)
      options.autostart
        ?.set(settings.startsWithSystem)
        .catch((error: unknown) => onTrouble('autostart', error));
    options.updates?.setFeed(settings.updateFeedUrl);
  }

  function buildMenu(): void {
    const isPaused = (): boolean => state?.speech.status === 'paused';
    const template = appMenuTemplate(words.current(), platform, (action) =>
      report(runMenuAction(action, targets, isPaused)),
    );
    electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template));
  }

  return {
    state: () => state,
    dispose() {
      stopFollowing();
      tray.dispose();
    },
  };
}

/** Says once, ever, that a closed window goes on in the tray. */
export function noticeTrayOnce(
  app: Pick<App, 'settings' | 'commands'>,
  notices: Notices,
  texts: ShellTexts,
): void {
  if (app.settings.get().isTrayNoticeShown) return;
  if (!notices.show(texts.trayNoticeTitle, texts.trayNoticeBody)) app.commands.tell({ kind: 'tray-notice' });
  // When it cannot be kept it is said once more, which is no harm.
  app.settings.change({ isTrayNoticeShown: true }).catch(() => undefined);
}
