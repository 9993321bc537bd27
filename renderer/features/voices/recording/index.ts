import { lazy } from 'react';

export { SOUND_FILES } from './sound-files.js';

/** Loaded with the first recording. */
export const RecordingDialog = lazy(async () => ({
  default: (await import('./recording-dialog.js')).RecordingDialog,
}));
