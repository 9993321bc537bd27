import { defineWords } from '../i18n/index.js';

export const uiWords = defineWords({
  en: {
    close: 'Close',
    dismiss: 'Dismiss',
    notifications: 'Notifications',
    search: 'Search',
    clear: 'Clear',
    cancel: 'Cancel',
    save: 'Save',
    name: 'Name',
  },
  'zh-CN': {
    close: '关闭',
    dismiss: '知道了',
    notifications: '通知',
    search: '搜索',
    clear: '清除',
    cancel: '取消',
    save: '保存',
    name: '名称',
  },
});
