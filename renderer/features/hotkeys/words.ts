import { defineWords } from '../../i18n/index.js';

export const hotkeysWords = defineWords({
  en: {
    quickSpeak: 'Quick speak',
    speakSelection: 'Speak what is selected',
    speakClipboard: 'Speak the clipboard',
    pauseResume: 'Pause and go on',
    stop: 'Stop speaking',
    conflict: 'Also used by: {{name}}',
    refused: 'The system or another program has these keys. Choose others.',
    unavailable: 'Sotto cannot take keys from other programs here.',
  },
  'zh-CN': {
    quickSpeak: '快速朗读',
    speakSelection: '朗读选中的文字',
    speakClipboard: '朗读剪贴板',
    pauseResume: '暂停与继续',
    stop: '停止朗读',
    conflict: '与此冲突：{{name}}',
    refused: '系统或其他程序已占用这组按键，请换一组。',
    unavailable: 'Sotto 在此无法注册全局快捷键。',
  },
});
