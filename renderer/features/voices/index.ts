export { VoicesView } from './voices-view.js';
