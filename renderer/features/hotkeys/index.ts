export { ActionHotkey } from './action-hotkey.js';
