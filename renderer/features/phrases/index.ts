export { PhrasesView } from './phrases-view.js';
