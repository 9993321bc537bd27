export { QuickSpeak } from './quick-speak.js';
