/** The shell's own words: tray, menus and message boxes. The interface has its own in `renderer/`. */

const en = {
  quickSpeak: 'Quick speak…',
  speakSelection: 'Speak selection',
  speakClipboard: 'Speak clipboard',
  pause: 'Pause',
  resume: 'Resume',
  pauseResume: 'Pause or resume',
  stop: 'Stop',
  recent: 'Recent',
  nothingRecent: 'Nothing yet',
  voices: 'Voices',
  mute: 'Mute',
  unload: 'Free the engine’s memory',
  open: 'Open Sotto',
  settings: 'Settings…',
  quit: 'Quit Sotto',
  stateIdle: 'Sotto',
  statePreparing: 'Sotto: preparing',
  stateSpeaking: 'Sotto: speaking',
  stateMuted: 'Sotto: muted',
  file: 'File',
  openFiles: 'Open files…',
  closeWindow: 'Close window',
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select all',
  view: 'View',
  viewSpeak: 'Speak',
  viewVoices: 'Voices',
  viewPhrases: 'Phrases',
  viewNarrate: 'Narrate',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  actualSize: 'Actual size',
  fullScreen: 'Full screen',
  speech: 'Speech',
  window: 'Window',
  help: 'Help',
  diagnostics: 'Open the log folder',
  about: 'About Sotto',
  services: 'Services',
  hide: 'Hide Sotto',
  hideOthers: 'Hide others',
  showAll: 'Show all',
  trayNoticeTitle: 'Sotto goes on in the tray',
  trayNoticeBody: 'Hotkeys and the tray icon keep working. Quit from the tray’s menu.',
  quitTitle: 'A file is still being rendered',
  quitDetail:
    'What is rendered so far is kept, and the rest goes on from there the next time Sotto is started.',
  quitAnyway: 'Quit',
  keepRunning: 'Keep running',
  crashTitle: 'Sotto ran into a fault',
  crashDetail: 'Your texts, phrases and renderings are kept. Details are in the log file:',
  pageGaveUpTitle: 'The window stopped working several times',
  pageGaveUpDetail: 'Quit Sotto and start it again. Your texts, phrases and renderings are kept.',
  documents: 'Documents',
  allFiles: 'All files',
  updateReadyTitle: 'A new version of Sotto is ready',
  updateReadyBody: 'It is put in place when Sotto is quit.',
};

export type ShellTexts = Readonly<Record<keyof typeof en, string>>;

const zhCn: ShellTexts = {
  quickSpeak: '快速朗读…',
  speakSelection: '朗读所选文字',
  speakClipboard: '朗读剪贴板',
  pause: '暂停',
  resume: '继续',
  pauseResume: '暂停或继续',
  stop: '停止',
  recent: '最近',
  nothingRecent: '暂无内容',
  voices: '声音',
  mute: '静音',
  unload: '释放引擎占用的内存',
  open: '打开 Sotto',
  settings: '设置…',
  quit: '退出 Sotto',
  stateIdle: 'Sotto',
  statePreparing: 'Sotto：准备中',
  stateSpeaking: 'Sotto：朗读中',
  stateMuted: 'Sotto：已静音',
  file: '文件',
  openFiles: '打开文件…',
  closeWindow: '关闭窗口',
  edit: '编辑',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  view: '视图',
  viewSpeak: '朗读',
  viewVoices: '声音',
  viewPhrases: '短语',
  viewNarrate: '有声文件',
  zoomIn: '放大',
  zoomOut: '缩小',
  actualSize: '实际大小',
  fullScreen: '全屏',
  speech: '语音',
  window: '窗口',
  help: '帮助',
  diagnostics: '打开日志文件夹',
  about: '关于 Sotto',
  services: '服务',
  hide: '隐藏 Sotto',
  hideOthers: '隐藏其他',
  showAll: '全部显示',
  trayNoticeTitle: 'Sotto 仍在托盘中运行',
  trayNoticeBody: '快捷键和托盘图标照常可用。要退出，请使用托盘菜单。',
  quitTitle: '还有文件正在生成',
  quitDetail: '已生成的部分会保留，下次启动 Sotto 时从中断处继续。',
  quitAnyway: '退出',
  keepRunning: '继续运行',
  crashTitle: 'Sotto 遇到了故障',
  crashDetail: '您的文字、短语和已生成的音频都已保留。详情见日志文件：',
  pageGaveUpTitle: '窗口多次停止工作',
  pageGaveUpDetail: '请退出 Sotto 并重新启动。您的文字、短语和已生成的音频都已保留。',
  documents: '文档',
  allFiles: '所有文件',
  updateReadyTitle: 'Sotto 新版本已就绪',
  updateReadyBody: '退出 Sotto 时会自动安装。',
};

type Language = 'system' | 'en' | 'zh-CN';

/** The words in force. */
export interface ShellWords {
  current(): ShellTexts;
  choose(language: Language): void;
}

/** Words in the system's language until the person's choice is known. @param systemLocale BCP 47 */
export function createShellWords(systemLocale: string): ShellWords {
  let texts = shellTexts('system', systemLocale);
  return {
    current: () => texts,
    choose: (language) => (texts = shellTexts(language, systemLocale)),
  };
}

/**
 * Words for what the person has chosen, or for the system's language.
 * @param systemLocale BCP 47
 */
export function shellTexts(language: Language, systemLocale: string): ShellTexts {
  const wanted = language === 'system' ? systemLocale : language;
  return /^zh\b/i.test(wanted) ? zhCn : en;
}
