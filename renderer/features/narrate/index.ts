export { NarrateView } from './narrate-view.js';
