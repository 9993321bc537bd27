/** A hint to the file picker; what can be read is the browser's to say. */
export const SOUND_FILES = '.wav,.mp3,.flac,.m4a,.ogg,.opus,audio/*';
