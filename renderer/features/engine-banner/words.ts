import { defineWords } from '../../i18n/index.js';

export const engineWords = defineWords({
  en: {
    stopped: 'Engine stopped: {{reason}}',
    stoppedPlain: 'The engine stopped.',
    kept: 'Your text is kept. Restart to go on where it stopped.',
    restart: 'Restart',
    resuming: 'The engine stopped and is starting again; the sentence goes on by itself.',
    slow: 'The engine is still starting.',
  },
  'zh-CN': {
    stopped: '引擎已停止：{{reason}}',
    stoppedPlain: '引擎已停止。',
    kept: '文本已保留。重新启动后将从停止处继续。',
    restart: '重新启动',
    resuming: '引擎曾停止，正在重新启动，句子会自动接着朗读。',
    slow: '引擎仍在启动。',
  },
});
