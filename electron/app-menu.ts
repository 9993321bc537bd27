import type { MenuItemConstructorOptions } from 'electron';
import type { ShellTexts } from './texts.js';

export type MenuView = 'speak' | 'voices' | 'phrases' | 'narrate' | 'settings';

export type MenuAction =
  | { readonly kind: 'open-view'; readonly view: MenuView }
  | {
      readonly kind:
        | 'open-files'
        | 'quick-speak'
        | 'speak-clipboard'
        | 'pause-resume'
        | 'stop'
        | 'open-log'
        | 'about'
        | 'quit';
    };

/**
 * The native menu, in each system's own order: on macOS the app's menu comes first and holds settings and quit; elsewhere
 * they are under File. Only roles carry the editing keys, so that they work in every text field.
 */
export function appMenuTemplate(
  texts: ShellTexts,
  platform: NodeJS.Platform,
  onAction: (action: MenuAction) => void,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const action = (label: string, chosen: MenuAction, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => onAction(chosen),
    ...(accelerator !== undefined && { accelerator }),
  });
  const view = (label: string, name: MenuView, digit: number): MenuItemConstructorOptions =>
    action(label, { kind: 'open-view', view: name }, `CommandOrControl+${digit}`);
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings = action(texts.settings, { kind: 'open-view', view: 'settings' }, 'CommandOrControl+,');

  const appMenu: MenuItemConstructorOptions = {
    label: 'Sotto',
    submenu: [
      { role: 'about', label: texts.about },
      separator,
      settings,
      separator,
      { role: 'services', label: texts.services },
      separator,
      { role: 'hide', label: texts.hide },
      { role: 'hideOthers', label: texts.hideOthers },
      { role: 'unhide', label: texts.showAll },
      separator,
      { role: 'quit', label: texts.quit },
    ],
  };
  const fileMenu: MenuItemConstructorOptions = {
    label: texts.file,
    submenu: [
      action(texts.openFiles, { kind: 'open-files' }, 'CommandOrControl+O'),
      separator,
      ...(isMac ? [] : [settings, separator]),
      { role: 'close', label: texts.closeWindow },
      ...(isMac
        ? []
        : [action(texts.quit, { kind: 'quit' }, platform === 'linux' ? 'Control+Q' : undefined)]),
    ],
  };
  const editMenu: MenuItemConstructorOptions = {
    label: texts.edit,
    submenu: [
      { role: 'undo', label: texts.undo },
      { role: 'redo', label: texts.redo },
      separator,
      { role: 'cut', label: texts.cut },
      { role: 'copy', label: texts.copy },
      { role: 'paste', label: texts.paste },
      { role: 'selectAll', label: texts.selectAll },
    ],
  };
  const viewMenu: MenuItemConstructorOptions = {
    label: texts.view,
    submenu: [
      view(texts.viewSpeak, 'speak', 1),
      view(texts.viewVoices, 'voices', 2),
      view(texts.viewPhrases, 'phrases', 3),
      view(texts.viewNarrate, 'narrate', 4),
      separator,
      { role: 'resetZoom', label: texts.actualSize },
      { role: 'zoomIn', label: texts.zoomIn },
      { role: 'zoomOut', label: texts.zoomOut },
      separator,
      { role: 'togglefullscreen', label: texts.fullScreen },
    ],
  };
  const speechMenu: MenuItemConstructorOptions = {
    label: texts.speech,
    // Without keys: in the window they are the page's own, elsewhere the global hotkeys'.
    submenu: [
      action(texts.quickSpeak, { kind: 'quick-speak' }),
      action(texts.speakClipboard, { kind: 'speak-clipboard' }),
      separator,
      action(texts.pauseResume, { kind: 'pause-resume' }),
      action(texts.stop, { kind: 'stop' }),
    ],
  };
  const windowMenu: MenuItemConstructorOptions = { role: 'windowMenu', label: texts.window };
  const helpMenu: MenuItemConstructorOptions = {
    role: 'help',
    label: texts.help,
    submenu: [
      action(texts.diagnostics, { kind: 'open-log' }),
      ...(isMac ? [] : [action(texts.about, { kind: 'about' })]),
    ],
  };
  return [
    ...(isMac ? [appMenu] : []),
    fileMenu,
    editMenu,
    viewMenu,
    speechMenu,
    ...(isMac ? [windowMenu] : []),
    helpMenu,
  ];
}
