export { SpeakView } from './speak-view.js';
export { useFollowing } from './use-following.js';
export { WordMarker } from './word-marker.js';
