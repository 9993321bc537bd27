import { lazy } from 'react';

export { MissingVoiceNotice } from './missing-voice-notice.js';
export { StylePanel } from './style-panel.js';
export { VoicePicker } from './voice-picker.js';
export { StyleSelect, VoiceSelect } from './voice-selects.js';
export { useVoiceWords, type VoiceWords } from './voice-words.js';

/** Loaded when it is first shown: other features need the pickers alone. */
export const VoicesView = lazy(async () => ({ default: (await import('./voices-view.js')).VoicesView }));
