export { ModelsView } from './models-view.js';
