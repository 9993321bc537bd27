export { SOUND_FILES } from './sound-files.js';
export { useRecordingDialog } from './use-recording-dialog.js';
