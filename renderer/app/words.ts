import { defineWords } from '../i18n/index.js';

export const appWords = defineWords({
  en: {
    views: 'Views',
    speak: 'Speak',
    voices: 'Voices',
    models: 'Models',
    phrases: 'Phrases',
    narrate: 'Narrate',
    settings: 'Settings',
    connecting: 'Starting…',
    lost: 'Sotto is not running any more. This window goes on by itself when it is back.',
    trayNotice: 'Sotto stays ready in the tray. Quit it from there.',
  },
  'zh-CN': {
    views: '视图',
    speak: '朗读',
    voices: '声音',
    models: '模型',
    phrases: '短语',
    narrate: '听书',
    settings: '设置',
    connecting: '正在启动…',
    lost: 'Sotto 已停止运行。恢复后此窗口会自动继续。',
    trayNotice: 'Sotto 仍在托盘中待命，可从托盘退出。',
  },
});
