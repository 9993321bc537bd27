import { defineWords } from '../../i18n/index.js';

export const quickWords = defineWords({
  en: {
    text: 'Text to speak',
    placeholder: 'Say something…',
    keys: 'Enter speaks · ↑ recalls · Esc closes',
    preparing: 'Preparing…',
    speaking: 'Speaking',
    paused: 'Paused',
  },
  'zh-CN': {
    text: '要朗读的文本',
    placeholder: '说点什么…',
    keys: '回车朗读 · ↑ 调出历史 · Esc 关闭',
    preparing: '正在准备…',
    speaking: '正在朗读',
    paused: '已暂停',
  },
});
