export { SpeechProvider, useSpeechFrames, useSpeechTracker } from './speech-context.js';
export { spokenSeconds } from './spoken-length.js';
export type { SpokenWord } from './speech-track.js';
export type { SpeechTracker } from './speech-tracker.js';
export { wordStart } from './word-start.js';
