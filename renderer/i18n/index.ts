export { errorLines, useErrorLines } from './error-lines.js';
export {
  formatBytes,
  formatDuration,
  formatEstimate,
  formatMemory,
  formatPercent,
  formatSeconds,
  formatSigned,
} from './format.js';
export { chooseLanguage, startI18n, useLanguage, useWords, type InterfaceLanguage } from './i18n.js';
export { deviceReason, engineReason } from './reasons.js';
export { defineWords } from './words.js';
