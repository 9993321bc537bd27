export { SpeakView } from './speak-view.js';
